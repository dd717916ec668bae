# from my thesis code. U multiplies the input and W the state (sorry, the paper had it like this)
import numpy as np


class LanguageModel:
    def __init__(self, word_dim, hidden_dim=100):
        self.word_dim = word_dim
        self.hidden_dim = hidden_dim
        self.U = np.random.uniform(-0.1, 0.1, (3, hidden_dim, word_dim))
        self.W = np.random.uniform(-0.1, 0.1, (3, hidden_dim, hidden_dim))
        self.b = np.zeros((3, hidden_dim))

    def _s(self, x):
        return 1.0 / (1.0 + np.exp(-x))

    def reset_gate(self, x, s):
        # how much of the old state stays
        return self._s(self.U[0].dot(x) + self.W[0].dot(s) + self.b[0])

    def input_gate(self, x, s):
        return self._s(self.U[1].dot(x) + self.W[1].dot(s) + self.b[1])

    def output(self, x, s):
        return np.tanh(self.U[2].dot(x) + self.W[2].dot(s * self.input_gate(x, s)) + self.b[2])

    def advance(self, x, s):
        r = self.reset_gate(x, s)
        return (np.ones(self.hidden_dim) - r) * self.output(x, s) + r * s
