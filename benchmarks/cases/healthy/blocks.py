import numpy as np


class Affine:
    """y = f(x W + h U + b), remembers what it needs"""

    def __init__(self, nx, nh, f, df):
        self.W = np.random.randn(nx, nh) * 0.1
        self.U = np.random.randn(nh, nh) * 0.1
        self.b = np.zeros(nh)
        self.f, self.df = f, df
        self.grad_W = self.grad_U = self.grad_b = None

    def forward(self, x, h):
        self.x, self.h = x, h
        self.y = self.f(x.dot(self.W) + h.dot(self.U) + self.b)
        return self.y

    def backward(self, dy):
        da = dy * self.df(self.y)
        self.grad_W = self.x.T.dot(da)
        self.grad_U = self.h.T.dot(da)
        self.grad_b = da.sum(axis=0)
        return da.dot(self.W.T), da.dot(self.U.T)


def sig(a):
    return 1 / (1 + np.exp(-a))


def dsig(y):
    return y * (1 - y)


def dtanh(y):
    return 1 - y * y


class Unit:
    def __init__(self, nx, nh):
        self.update = Affine(nx, nh, sig, dsig)
        self.reset = Affine(nx, nh, sig, dsig)
        self.cand = Affine(nx, nh, np.tanh, dtanh)

    def forward(self, x, h):
        z = self.update.forward(x, h)
        r = self.reset.forward(x, h)
        c = self.cand.forward(x, r * h)
        self.saved = h, z, r, c
        return (1 - z) * h + z * c

    def backward(self, dout):
        h, z, r, c = self.saved
        dx_c, drh = self.cand.backward(dout * z)
        dx_z, dh_z = self.update.backward(dout * (c - h))
        dx_r, dh_r = self.reset.backward(drh * h)
        dx = dx_c + dx_z + dx_r
        dh = dout * (1 - z) + drh * r + dh_z + dh_r
        return dx, dh
