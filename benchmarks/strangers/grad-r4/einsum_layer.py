import numpy as np


def expit(v):
    return 1.0 / (1.0 + np.exp(-v))


class EinsumGRU:
    """gates: 0 update, 1 reset, 2 candidate; x (b, t, i)"""

    def __init__(self, i, o, rng=np.random.default_rng(5)):
        self.W = rng.normal(scale=.3, size=(3, i, o))
        self.U = rng.normal(scale=.3, size=(3, o, o))
        self.b = rng.normal(scale=.1, size=(3, o))

    def forward(self, x, s):
        self.x, self.tape = x, []
        a = np.einsum("bti,gio->gtbo", x, self.W) + self.b[:, None, None]
        out = []
        for t in range(x.shape[1]):
            k = np.einsum("bo,gop->gbp", s, self.U)
            u, r = expit(a[0, t] + k[0]), expit(a[1, t] + k[1])
            c = np.tanh(a[2, t] + r * k[2])
            self.tape.append((s, u, r, c, k[2]))
            s = u * s + (1 - u) * c
            out.append(s)
        return np.stack(out, 1), s

    def backward(self, dout):
        dA = np.zeros((3, dout.shape[1], dout.shape[0], dout.shape[2]))
        self.dU = np.zeros_like(self.U)
        ds = np.zeros_like(dout[:, 0])
        for t in range(dout.shape[1] - 1, -1, -1):
            s, u, r, c, k = self.tape[t]
            ds = ds + dout[:, t]
            dA[2, t] = ds * (1 - u) * (1 - c * c)
            dA[0, t] = ds * (s - c) * u * (1 - u)
            dA[1, t] = dA[2, t] * k * r * (1 - r)
            dk = np.stack([dA[0, t], dA[1, t], dA[2, t] * r])
            self.dU += np.einsum("bo,gbp->gpo", s, dk)
            ds = ds * u + np.einsum("gbp,gop->bo", dk, self.U)
        self.dW = np.einsum("bti,gtbo->gio", self.x, dA)
        self.db = dA.sum((1, 2))
        dx = np.einsum("gtbo,gio->bti", dA, self.W)
        return dx, ds
