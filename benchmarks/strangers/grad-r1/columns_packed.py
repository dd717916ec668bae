import numpy as np

σ = lambda a: 1 / (1 + np.exp(-a))


class GRUCell:
    """One step of a GRU. Columns are samples. All the weights live in one matrix:

        [ z ]   [ Wz ]
        [ r ] = [ Wr ] [ x ; h ; 1 ]       h~ = tanh(Wc [x ; r*h ; 1])
    """

    def __init__(self, d, m, seed=3):
        rs = np.random.RandomState(seed)
        self.d, self.m = d, m
        self.W = rs.randn(3 * m, d + m + 1) / np.sqrt(d + m)
        self.dW = np.zeros_like(self.W)

    def fprop(self, x, h):
        m = self.m
        ones = np.ones((1, x.shape[1]))
        self.v = np.vstack([x, h, ones])
        self.z, self.r = np.split(σ(self.W[:2 * m] @ self.v), 2)
        self.u = np.vstack([x, self.r * h, ones])
        self.c = np.tanh(self.W[2 * m:] @ self.u)
        self.h = h
        return h + self.z * (self.c - h)

    def bprop(self, dh):
        m, d = self.m, self.d
        dz = dh * (self.h - self.c)
        dc = dh * self.z
        dac = dc * (1 - self.c ** 2)
        du = self.W[2 * m:].T @ dac
        drh = du[d:d + m]
        dr = drh * self.h
        daz = dz * self.z * (1 - self.z)
        dar = dr * self.r * (1 - self.r)
        dzr = np.vstack([daz, dar])
        dv = self.W[:2 * m].T @ dzr
        self.dW[:2 * m] = dzr @ self.v.T
        self.dW[2 * m:] = dac @ self.u.T
        dx = du[:d] + dv[:d]
        dhprev = dh * (1 - self.z) + drh * self.r + dv[d:d + m]
        return dx, dhprev
