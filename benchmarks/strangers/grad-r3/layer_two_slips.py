import numpy as np


class RNNLayer:
    pass


class GatedRecurrentLayer(RNNLayer):
    def __init__(self, input_dim, output_dim):
        s = 0.2
        n = np.random.normal
        self.W = {g: n(0, s, (input_dim, output_dim)) for g in ("z", "r", "h")}
        self.U = {g: n(0, s, (output_dim, output_dim)) for g in ("z", "r", "h")}
        self.b = {g: np.zeros(output_dim) for g in ("z", "r", "h")}
        self.dW, self.dU, self.db = {}, {}, {}

    def sigma(self, a):
        return 1. / (1. + np.exp(-a))

    def forward(self, x, h0):
        # x: batch, time, input
        self.x, self.h = x, [h0]
        self.z, self.r, self.hh = [], [], []
        for t in range(x.shape[1]):
            h = self.h[-1]
            z = self.sigma(x[:, t] @ self.W["z"] + h @ self.U["z"] + self.b["z"])
            r = self.sigma(x[:, t] @ self.W["r"] + h @ self.U["r"] + self.b["r"])
            hh = np.tanh(x[:, t] @ self.W["h"] + (r * h) @ self.U["h"] + self.b["h"])
            self.h.append(z * hh + (1 - z) * h)
            self.z.append(z), self.r.append(r), self.hh.append(hh)
        return np.swapaxes(np.array(self.h[1:]), 0, 1)

    def backward(self, dout):
        for g in ("z", "r", "h"):
            self.dW[g] = np.zeros_like(self.W[g])
            self.dU[g] = np.zeros_like(self.U[g])
            self.db[g] = np.zeros_like(self.b[g])
        dx = np.zeros_like(self.x)
        dh_next = np.zeros_like(self.h[0])
        for t in range(self.x.shape[1])[::-1]:
            dh = dout[:, t] + dh_next
            h, z, r, hh = self.h[t], self.z[t], self.r[t], self.hh[t]
            da = {}
            da["h"] = dh * z * (1 - hh ** 2)
            da["z"] = dh * (h - hh) * z * (1 - z)
            drh = da["h"] @ self.U["h"].T
            da["r"] = drh * h * r * (1 - r)
            for g in ("z", "r", "h"):
                self.dW[g] += self.x[:, t].T @ da[g]
                self.dU[g] += ((r * h) if g == "h" else h).T @ da[g]
                self.db[g] = da[g].sum(0)
                dx[:, t] += da[g] @ self.W[g].T
            dh_next = dh * (1 - z) + drh * r + da["z"] @ self.U["z"].T + da["r"] @ self.U["r"].T
        return dx, dh_next
