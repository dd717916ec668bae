import numpy as np


def glorot(n, m, rng):
    s = np.sqrt(6.0 / (n + m))
    return rng.uniform(-s, s, size=(n, m))


def sigm(x):
    return 1.0 / (1.0 + np.exp(-x))


class GRULayer(object):
    """Minibatch GRU. Weight lists are ordered [update, reset, candidate]."""

    def __init__(self, dim_in, dim_out, rng=np.random.RandomState(42)):
        self.dim_out = dim_out
        self.Wx = [glorot(dim_in, dim_out, rng) for _ in range(3)]
        self.Wh = [glorot(dim_out, dim_out, rng)] * 3
        self.bias = [np.zeros(dim_out) for _ in range(3)]

    def step(self, x, h):
        z = sigm(np.dot(x, self.Wx[0]) + np.dot(h, self.Wh[0]) + self.bias[0])
        r = sigm(np.dot(x, self.Wx[1]) + np.dot(h, self.Wh[1]) + self.bias[1])
        c = np.tanh(np.dot(x, self.Wx[2]) + np.dot(r * h, self.Wh[2]) + self.bias[2])
        return (1.0 - z) * h + z * c

    def forward(self, X):
        h = np.zeros((X.shape[1], self.dim_out))
        H = np.empty((X.shape[0], X.shape[1], self.dim_out))
        for t, x in enumerate(X):
            h = self.step(x, h)
            H[t] = h
        return H
