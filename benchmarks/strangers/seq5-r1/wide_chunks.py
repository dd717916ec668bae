import numpy as np


class ChunkedGRU:
    """long sequences are cut in blocks of `block` steps to save memory"""

    def __init__(self, din, dh, block=2):
        rs = np.random.RandomState(0)
        self.dh, self.block = dh, block
        self.Wi = rs.normal(scale=.05, size=(3 * dh, din))
        self.Wh = rs.normal(scale=.05, size=(3 * dh, dh))
        self.bi, self.bh = np.zeros(3 * dh), np.zeros(3 * dh)

    def _cell(self, x, h):
        i_r, i_z, i_n = np.split(x @ self.Wi.T + self.bi, 3, -1)
        h_r, h_z, h_n = np.split(h @ self.Wh.T + self.bh, 3, -1)
        r = 1 / (1 + np.exp(-i_r - h_r))
        z = 1 / (1 + np.exp(-i_z - h_z))
        n = np.tanh(i_n + r * h_n)
        return n + z * (h - n)

    def _block(self, xs, h):
        ys = []
        for x in xs:
            h = self._cell(x, h)
            ys.append(h)
        return np.asarray(ys), h

    def run(self, xs, h0=None):
        """xs (T, B, D)"""
        h = np.zeros((xs.shape[1], self.dh)) if h0 is None else h0
        pieces = []
        for start in range(0, len(xs), self.block):
            ys, h_end = self._block(xs[start:start + self.block], h)
            pieces.append(ys)
        return np.concatenate(pieces), h_end
