import numpy as np


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


class GRU:
    """Homework submission."""

    def __init__(self, input_size, hidden_size):
        self.Wz = np.random.randn(hidden_size, input_size)
        self.Wr = np.random.randn(hidden_size, input_size)
        self.Wh = np.random.randn(hidden_size, input_size)
        self.Uz = np.random.randn(hidden_size, hidden_size)
        self.Ur = np.random.randn(hidden_size, hidden_size)
        self.Uh = np.random.randn(hidden_size, hidden_size)
        self.bz = np.zeros((hidden_size, 1))
        self.br = np.zeros((hidden_size, 1))
        self.bh = np.zeros((hidden_size, 1))

    def forward(self, x, h_prev):
        z = sigmoid(np.dot(self.Wz, x) + np.dot(self.Uz, h_prev) + self.bz)
        r = sigmoid(np.dot(self.Wr, x) + np.dot(self.Uz, h_prev) + self.br)
        h_hat = np.tanh(np.dot(self.Wh, x) + np.dot(self.Uh, h_prev) + self.bh)
        h = z * h_prev + z * h_hat
        return h
