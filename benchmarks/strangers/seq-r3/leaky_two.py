import numpy as np


class OnlineGRU:
    """Samples in a loop: seq is (T, n_in)."""

    def __init__(self, n_in, n_hid):
        np.random.seed(0)
        self.Wf = np.random.randn(n_hid, n_in) * .3
        self.Wi = np.random.randn(n_hid, n_in) * .3
        self.Wo = np.random.randn(n_hid, n_in) * .3
        self.Rf = np.random.randn(n_hid, n_hid) * .3
        self.Ri = np.random.randn(n_hid, n_hid) * .3
        self.Ro = np.random.randn(n_hid, n_hid) * .3
        self.n_hid = n_hid

    def run(self, seq, start):
        h = start
        result = [h]
        for x in seq:
            forget = 1 / (1 + np.exp(-(self.Wf @ x + self.Rf @ h)))
            reset = 1 / (1 + np.exp(-(self.Wi @ x + self.Ri @ h)))
            new = np.tanh(self.Wo @ x + self.Ro @ (forget * h))
            h = forget * h + (1 - forget) * new
            result.append(h)
        return np.array(result[:-1])
