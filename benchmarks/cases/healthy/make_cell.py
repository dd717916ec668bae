"""Cell zoo. build('gru', 10, 20) and so on."""
import numpy as np

REGISTRY = {}


def register(name):
    def deco(cls):
        REGISTRY[name] = cls
        return cls
    return deco


def build(kind='gru', n_input=8, n_state=16, **kw):
    return REGISTRY[kind](n_input, n_state, **kw)


class _Base:
    def __init__(self, n_input, n_state, scale=0.1, seed=0):
        self.n_input, self.n_state = n_input, n_state
        self.rng = np.random.RandomState(seed)
        self.scale = scale
        self.setup()

    def mat(self, rows):
        return self.rng.randn(rows, self.n_state) * self.scale


@register('rnn')
class Vanilla(_Base):
    def setup(self):
        self.W = self.mat(self.n_input + self.n_state)

    def __call__(self, x, h):
        return np.tanh(np.c_[x, h] @ self.W)


@register('gru')
class Gru(_Base):
    def setup(self):
        rows = self.n_input + self.n_state
        self.Wu, self.Wr, self.Wc = self.mat(rows), self.mat(rows), self.mat(rows)

    def __call__(self, x, h):
        xh = np.c_[x, h]
        u = self.gate(xh, self.Wu)
        r = self.gate(xh, self.Wr)
        c = np.tanh(np.c_[x, r * h] @ self.Wc)
        return h - u * h + u * c

    @staticmethod
    def gate(xh, W):
        return 1. / (1. + np.exp(-(xh @ W)))
