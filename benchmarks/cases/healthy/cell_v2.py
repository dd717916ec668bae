import numpy as np


class RecurrentUnit(object):
    """Weights live in one matrix per pair of things, rows are [1; x; h]."""

    def __init__(self, units, input_dim, seed=1337):
        rng = np.random.RandomState(seed)
        rows = 1 + input_dim + units
        self.input_dim = input_dim
        self.units = units
        self.W = rng.randn(rows, 3 * units) / np.sqrt(input_dim + units)
        self.W[0, :] = 0  # initialize biases to zero

    def step(self, x, h_prev):
        b = x.shape[0]
        d = self.units
        stacked = np.zeros((b, 1 + self.input_dim + d))
        stacked[:, 0] = 1
        stacked[:, 1:1 + self.input_dim] = x
        stacked[:, 1 + self.input_dim:] = h_prev
        gates = 1. / (1. + np.exp(-stacked.dot(self.W[:, :2 * d])))
        update = gates[:, :d]
        reset = gates[:, d:]
        stacked[:, 1 + self.input_dim:] = reset * h_prev
        proposal = np.tanh(stacked.dot(self.W[:, 2 * d:]))
        return h_prev + update * (proposal - h_prev)

    def run(self, X, h0=None):
        """X: (time, batch, input_dim)"""
        n, b, _ = X.shape
        h = np.zeros((b, self.units)) if h0 is None else h0
        out = np.zeros((n, b, self.units))
        for t in range(n):
            h = self.step(X[t], h)
            out[t] = h
        return out
