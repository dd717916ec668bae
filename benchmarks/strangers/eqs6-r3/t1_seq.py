"""Sequence GRU, time first, with BPTT by hand."""
import numpy as np


def s(a):
    return 1.0 / (1.0 + np.exp(-a))


class SeqGRU:
    def __init__(self, D, H):
        self.Wg = np.random.randn(D + H, 2 * H) * 0.1
        self.Wn = np.random.randn(D + H, H) * 0.1
        self.bg, self.bn = np.zeros(2 * H), np.zeros(H)
        self.H = H

    def forward(self, X, h0):
        """X: (T, B, D), h0: (B, H) -> (T, B, H)"""
        self.tape, h, out = [], h0, []
        for x in X:
            xh = np.c_[x, h]
            g = s(xh @ self.Wg + self.bg)
            r, z = g[:, :self.H], g[:, self.H:]
            xrh = np.c_[x, r * h]
            n = np.tanh(xrh @ self.Wn + self.bn)
            self.tape.append((xh, h, r, z, xrh, n))
            h = h + z * (n - h)
            out.append(h)
        return np.stack(out)

    def backward(self, dout):
        H = self.H
        gWg, gWn = np.zeros_like(self.Wg), np.zeros_like(self.Wn)
        gbg, gbn = np.zeros_like(self.bg), np.zeros_like(self.bn)
        dh = np.zeros_like(dout[0])
        dX = []
        for t in reversed(range(len(dout))):
            xh, h, r, z, xrh, n = self.tape[t]
            dh = dh + dout[t]
            dn = dh * z * (1 - n ** 2)
            dz = dh * (n - h) * z * (1 - z)
            dxrh = dn @ self.Wn.T
            dr = dxrh[:, -H:] * h * r * (1 - r)
            dg = np.c_[dr, dz]
            dxh = dg @ self.Wg.T
            gWg += xh.T @ dg
            gWn += xh.T @ dn
            gbg = dg.sum(0)
            gbn += dn.sum(0)
            dX.append(dxh[:, :-H] + dxrh[:, :-H])
            dh = dh * (1 - z) + dxh[:, -H:] + dxrh[:, -H:] * r
        self.grads = {"Wg": gWg, "Wn": gWn, "bg": gbg, "bn": gbn}
        return np.stack(dX[::-1]), dh
