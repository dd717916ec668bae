import numpy as np


class GRULayer:
    """Batch-first GRU layer with a mask (1 = word, 0 = padding)."""

    def __init__(self, input_dim, hidden_dim):
        rs = np.random.RandomState(7)
        scale = 0.25
        self.hidden_dim = hidden_dim
        self.W_z, self.W_r, self.W_h = (rs.randn(input_dim, hidden_dim) * scale for _ in range(3))
        self.U_z, self.U_r, self.U_h = (rs.randn(hidden_dim, hidden_dim) * scale for _ in range(3))
        self.b_z, self.b_r, self.b_h = (rs.randn(hidden_dim) * scale for _ in range(3))

    @staticmethod
    def _sigmoid(x):
        return 1.0 / (1.0 + np.exp(-x))

    def forward(self, X, mask):
        n, t, _ = X.shape
        h = np.zeros((n, self.hidden_dim))
        H = np.zeros((n, t, self.hidden_dim))
        for i in range(t):
            x = X[:, i]
            z = self._sigmoid(x.dot(self.W_z) + h.dot(self.U_z) + self.b_z)
            r = self._sigmoid(x.dot(self.W_r) + h.dot(self.U_r) + self.b_r)
            c = np.tanh(x.dot(self.W_h) + (r * h).dot(self.U_h) + self.b_h)
            hn = (1 - z) * h + z * c
            m = mask[:, i][:, None]; h = m * hn + (1 - m) * h
            H[:, i] = h
        return H, h
