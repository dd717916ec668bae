import numpy as np


class TimeGRU:
    def __init__(self, Wx, Wh, b, stateful=False):
        self.params = [Wx, Wh, b]
        self.grads = [np.zeros_like(Wx), np.zeros_like(Wh), np.zeros_like(b)]
        self.stateful = stateful
        self.h, self.dh = None, None

    @staticmethod
    def _gate(a):
        return 1 / (1 + np.exp(-a))

    def forward(self, xs):
        Wx, Wh, b = self.params
        N, T, D = xs.shape
        H = Wh.shape[0]
        hs = np.empty((N, T, H), dtype='f8')
        if not self.stateful or self.h is None:
            self.h = np.zeros((N, H), dtype='f8')
        self.cache = []
        for t in range(T):
            x, hp = xs[:, t, :], self.h
            zr = self._gate(x @ Wx[:, :2 * H] + hp @ Wh[:, :2 * H] + b[:2 * H])
            z, r = zr[:, :H], zr[:, H:]
            n = np.tanh(x @ Wx[:, 2 * H:] + (r * hp) @ Wh[:, 2 * H:] + b[2 * H:])
            self.h = (1 - z) * hp + z * n
            self.cache.append((x, hp, z, r, n))
            hs[:, t, :] = self.h
        return hs

    def backward(self, dhs):
        Wx, Wh, b = self.params
        N, T, H = dhs.shape
        D = Wx.shape[0]
        dxs = np.empty((N, T, D), dtype='f8')
        dh = 0
        for g in self.grads:
            g[...] = 0
        for t in reversed(range(T)):
            x, hp, z, r, n = self.cache[t]
            d = dhs[:, t, :] + dh
            dn = d * z * (1 - n ** 2)
            dz = d * (n - hp) * z * (1 - z)
            drh = dn @ Wh[:, 2 * H:].T
            dr = drh * hp * r * (1 - r)
            da = np.hstack((dz, dr, dn))
            self.grads[0] += x.T @ da
            self.grads[1][:, :2 * H] += hp.T @ da[:, :2 * H]
            self.grads[1][:, 2 * H:] += hp.T @ dn
            self.grads[2] += da.sum(axis=0)
            dxs[:, t, :] = da @ Wx.T
            dh = d * (1 - z) + drh * r + da[:, :2 * H] @ Wh[:, :2 * H].T
        self.dh = dh
        return dxs
