"""Ein kleines Framework: jede Schicht hat vorwaerts() und rueckwaerts()."""
import numpy as np


class Affine:
    def __init__(self, W, b):
        self.W, self.b = W, b
        self.x = self.dW = self.db = None

    def forward(self, x):
        self.x = x
        return np.dot(x, self.W) + self.b

    def backward(self, dout):
        self.dW = np.dot(self.x.T, dout)
        self.db = np.sum(dout, axis=0)
        return np.dot(dout, self.W.T)


class Logistic:
    def forward(self, x):
        self.out = 1.0 / (1.0 + np.exp(-x))
        return self.out

    def backward(self, dout):
        return dout * (1.0 - self.out) * self.out


class HyperTan:
    def forward(self, x):
        self.out = np.tanh(x)
        return self.out

    def backward(self, dout):
        return dout * (1.0 - self.out)


class Hadamard:
    def forward(self, a, b):
        self.a, self.b = a, b
        return a * b

    def backward(self, dout):
        return dout * self.b, dout * self.a


class GRU:
    def __init__(self, D, H):
        rn = np.random.randn
        self.update = Affine(rn(D + H, H) * 0.1, np.zeros(H))
        self.reset = Affine(rn(D + H, H) * 0.1, np.zeros(H))
        self.cand = Affine(rn(D + H, H) * 0.1, np.zeros(H))
        self.s1, self.s2, self.th = Logistic(), Logistic(), HyperTan()
        self.m1, self.m2, self.m3 = Hadamard(), Hadamard(), Hadamard()
        self.D = D

    def forward(self, x, h):
        xh = np.hstack((x, h))
        z = self.s1.forward(self.update.forward(xh))
        r = self.s2.forward(self.reset.forward(xh))
        g = self.th.forward(self.cand.forward(np.hstack((x, self.m1.forward(r, h)))))
        return self.m2.forward(1 - z, h) + self.m3.forward(z, g)

    def backward(self, dh_next):
        d1mz, dh = self.m2.backward(dh_next)
        dz, dg = self.m3.backward(dh_next)
        dxrh = self.cand.backward(self.th.backward(dg))
        dr, dh_r = self.m1.backward(dxrh[:, self.D:])
        dxh = self.update.backward(self.s1.backward(dz - d1mz)) + self.reset.backward(self.s2.backward(dr))
        dx = dxrh[:, :self.D] + dxh[:, :self.D]
        return dx, dh + dh_r + dxh[:, self.D:]
