"""GRU and its gradients with nothing but for-loops, to understand every index."""
from math import exp, tanh
import random


def sig(v):
    return 1 / (1 + exp(-v))


class LoopGRU:
    def __init__(self, D, H):
        rand = lambda n, m: [[random.gauss(0, 0.3) for _ in range(m)] for _ in range(n)]
        self.D, self.H = D, H
        self.Wz, self.Wr, self.Wn = rand(H, D), rand(H, D), rand(H, D)
        self.Uz, self.Ur, self.Un = rand(H, H), rand(H, H), rand(H, H)
        self.bz, self.br, self.bn = [0.0] * H, [0.0] * H, [0.0] * H

    def forward(self, x, h):
        D, H = self.D, self.H
        z, r, n, out = [0.0] * H, [0.0] * H, [0.0] * H, [0.0] * H
        for i in range(H):
            az, ar = self.bz[i], self.br[i]
            for j in range(D):
                az += self.Wz[i][j] * x[j]
                ar += self.Wr[i][j] * x[j]
            for j in range(H):
                az += self.Uz[i][j] * h[j]
                ar += self.Ur[i][j] * h[j]
            z[i], r[i] = sig(az), sig(ar)
        for i in range(H):
            an = self.bn[i]
            for j in range(D):
                an += self.Wn[i][j] * x[j]
            for j in range(H):
                an += self.Un[i][j] * r[j] * h[j]
            n[i] = tanh(an)
            out[i] = z[i] * h[i] + (1 - z[i]) * n[i]
        self.saved = (x, h, z, r, n)
        return out

    def backward(self, dout):
        D, H = self.D, self.H
        x, h, z, r, n = self.saved
        dx, dh = [0.0] * D, [0.0] * H
        grads = {name: [[0.0] * D for _ in range(H)] for name in ("Wz", "Wr", "Wn")}
        grads.update({name: [[0.0] * H for _ in range(H)] for name in ("Uz", "Ur", "Un")})
        grads.update({name: [0.0] * H for name in ("bz", "br", "bn")})
        daz, dan, drh = [0.0] * H, [0.0] * H, [0.0] * H
        for i in range(H):
            daz[i] = dout[i] * (h[i] - n[i]) * z[i] * (1 - z[i])
            dan[i] = dout[i] * (1 - z[i]) * (1 - n[i] ** 2)
            dh[i] += dout[i] * z[i]
        for i in range(H):
            for j in range(H):
                drh[i] += dan[j] * self.Un[i][j]
        for i in range(H):
            dar = drh[i] * h[i] * r[i] * (1 - r[i])
            dh[i] += drh[i] * r[i]
            for gate, d in (("z", daz[i]), ("r", dar), ("n", dan[i])):
                grads["b" + gate][i] += d
                for j in range(D):
                    grads["W" + gate][i][j] += d * x[j]
                    dx[j] += d * getattr(self, "W" + gate)[i][j]
            for j in range(H):
                grads["Uz"][i][j] += daz[i] * h[j]
                grads["Ur"][i][j] += dar * h[j]
                grads["Un"][i][j] += dan[i] * r[j] * h[j]
                dh[j] += daz[i] * self.Uz[i][j] + dar * self.Ur[i][j]
        return dx, dh, grads
