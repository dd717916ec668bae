import numpy as np


class GRUWithAdam:
    def __init__(self, n_in, n_hid):
        rng = np.random.default_rng(1)
        shapes = {"Wz": (n_in, n_hid), "Wr": (n_in, n_hid), "Wh": (n_in, n_hid),
                  "Uz": (n_hid, n_hid), "Ur": (n_hid, n_hid), "Uh": (n_hid, n_hid),
                  "bz": (n_hid,), "br": (n_hid,), "bh": (n_hid,)}
        self.theta = {k: rng.normal(0, 0.1, s) for k, s in shapes.items()}
        self.first = {k: np.zeros(s) for k, s in shapes.items()}
        self.second = {k: np.zeros(s) for k, s in shapes.items()}
        self.slope = {k: np.zeros(s) for k, s in shapes.items()}
        self.t = 0

    def step(self, x, h):
        p = self.theta
        s = lambda a: 1 / (1 + np.exp(-a))
        z = s(x @ p["Wz"] + h @ p["Uz"] + p["bz"])
        r = s(x @ p["Wr"] + h @ p["Ur"] + p["br"])
        c = np.tanh(x @ p["Wh"] + (r * h) @ p["Uh"] + p["bh"])
        self.last = x, h, z, r, c
        return z * c + (1 - z) * h

    def backward(self, d):
        p, g = self.theta, self.slope
        x, h, z, r, c = self.last
        dc = d * z * (1 - c ** 2)
        dz = d * (c - h) * z * (1 - z)
        drh = dc @ p["Uh"].T
        dr = drh * h * r * (1 - r)
        for k, a, left in (("z", dz, h), ("r", dr, h), ("h", dc, r * h)):
            g["W" + k] += x.T @ a
            g["U" + k] += left.T @ a
            g["b" + k] += a.sum(0)
        return (dc @ p["Wh"].T + dz @ p["Wz"].T + dr @ p["Wr"].T,
                d * (1 - z) + drh * r + dz @ p["Uz"].T + dr @ p["Ur"].T)

    def update(self, lr=1e-3, b1=0.9, b2=0.999):
        self.t += 1
        for k in self.theta:
            self.first[k] = b1 * self.first[k] + (1 - b1) * self.slope[k]
            self.second[k] = b2 * self.second[k] + (1 - b2) * self.slope[k] ** 2
            m = self.first[k] / (1 - b1 ** self.t)
            v = self.second[k] / (1 - b2 ** self.t)
            self.theta[k] -= lr * m / (np.sqrt(v) + 1e-8)
            self.slope[k][...] = 0
