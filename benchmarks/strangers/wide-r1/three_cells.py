import numpy as np

def sigm(v):
    return np.where(v >= 0, 1 / (1 + np.exp(-np.abs(v))), np.exp(-np.abs(v)) / (1 + np.exp(-np.abs(v))))

class Cell:
    n_gates = 1
    def __init__(self, n_in, n_out, rng=np.random):
        self.Wx = rng.randn(n_in, self.n_gates * n_out) / np.sqrt(n_in)
        self.Wh = rng.randn(n_out, self.n_gates * n_out) / np.sqrt(n_out)
        self.b = np.zeros(self.n_gates * n_out)
        self.n_out = n_out

class RNN(Cell):
    def step(self, x, h):
        return np.tanh(x @ self.Wx + h @ self.Wh + self.b)

class LSTM(Cell):
    n_gates = 4
    def step(self, x, state):
        h, c = state
        i, f, o, g = np.split(x @ self.Wx + h @ self.Wh + self.b, 4, axis=-1)
        c = sigm(f) * c + sigm(i) * np.tanh(g)
        return sigm(o) * np.tanh(c), c

class GRU(Cell):
    n_gates = 3
    def step(self, x, h):
        a = np.split(x @ self.Wx + self.b, 3, axis=-1)
        u = np.split(h @ self.Wh, 3, axis=-1)
        z = sigm(a[0] + u[0])
        r = sigm(a[1] + u[1])
        n = np.tanh(a[2] + u[2]) * r
        return z * h + (1 - z) * n
