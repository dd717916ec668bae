import numpy as np


class MaskedGru(object):
    def __init__(self, n_in, n_hid, rng=None):
        rng = rng or np.random.RandomState(42)
        d = lambda *s: rng.uniform(-.5, .5, s)
        self.Wz, self.Uz, self.bz = d(n_in, n_hid), d(n_hid, n_hid), d(n_hid)
        self.Wr, self.Ur, self.br = d(n_in, n_hid), d(n_hid, n_hid), d(n_hid)
        self.Wc, self.Uc, self.bc = d(n_in, n_hid), d(n_hid, n_hid), d(n_hid)

    def _s(self, a):
        return 1. / (1. + np.exp(-a))

    def run(self, seq, lens):
        """seq (time, batch, n_in); lens (batch,) -> final states"""
        T, N, _ = seq.shape
        alive = np.arange(T)[:, None] <= np.asarray(lens)[None, :]
        h = np.zeros((N, self.bz.size))
        for t in range(T):
            z = self._s(seq[t] @ self.Wz + h @ self.Uz + self.bz)
            r = self._s(seq[t] @ self.Wr + h @ self.Ur + self.br)
            c = np.tanh(seq[t] @ self.Wc + (r * h) @ self.Uc + self.bc)
            new = h + z * (c - h)
            h = np.where(alive[t][:, None], new, h)
        return h
