# Ported from my Julia code (Flux.GRUCell).  Gates are views into one long matrix.
import numpy as np

def NNlib_sigmoid(v):
    return 1 / (1 + np.exp(-v))


def gate(h, n):
    """rows of gate n (1-based, as in Flux)"""
    return slice(h * (n - 1), h * n)


class GRUCell:
    def __init__(self, i, o):
        self.Wi = np.random.randn(o * 3, i) / np.sqrt(i)
        self.Wh = np.random.randn(o * 3, o) / np.sqrt(o)
        self.b = np.zeros(o * 3)
        self.state0 = np.zeros(o)

    def __call__(self, h, x):
        o = h.shape[0]
        gx, gh = self.Wi @ x, self.Wh @ h
        r = NNlib_sigmoid(gx[gate(o, 1)] + gh[gate(o, 1)] + self.b[gate(o, 1)])
        z = NNlib_sigmoid(gx[gate(o, 2)] + gh[gate(o, 2)] + self.b[gate(o, 3)])
        h_tilde = np.tanh(gx[gate(o, 3)] + r * gh[gate(o, 3)] + self.b[gate(o, 3)])
        h_new = (1 - z) * h_tilde + z * h
        return h_new, h_new
