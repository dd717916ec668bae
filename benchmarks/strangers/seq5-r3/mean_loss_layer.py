import numpy as np


def sg(v):
    return 1 / (1 + np.exp(-v))


class GatedLayer:
    """gradients are averaged over the minibatch, as everywhere in this course"""

    def __init__(self, n_x, n_h):
        r = np.random.RandomState(7)
        self.params = {k: r.randn(*s) * .1 for k, s in
                       dict(Wz=(n_x, n_h), Wr=(n_x, n_h), Wc=(n_x, n_h), Uz=(n_h, n_h), Ur=(n_h, n_h), Uc=(n_h, n_h)).items()}
        for k in ("bz", "br", "bc"):
            self.params[k] = np.zeros(n_h)
        self.grads = {}

    def forward(self, x, h):
        p = self.params
        z = sg(x @ p["Wz"] + h @ p["Uz"] + p["bz"])
        r = sg(x @ p["Wr"] + h @ p["Ur"] + p["br"])
        c = np.tanh(x @ p["Wc"] + (r * h) @ p["Uc"] + p["bc"])
        self.cache = (x, h, z, r, c)
        return (1 - z) * h + z * c

    def backward(self, dout):
        p = self.params
        x, h, z, r, c = self.cache
        m = x.shape[0]
        dc = dout * z * (1 - c ** 2)
        dz = dout * (c - h) * z * (1 - z)
        drh = dc @ p["Uc"].T
        dr = drh * h * r * (1 - r)
        g = self.grads
        g["Wz"], g["Wr"], g["Wc"] = x.T @ dz / m, x.T @ dr / m, x.T @ dc / m
        g["Uz"], g["Ur"], g["Uc"] = h.T @ dz / m, h.T @ dr / m, (r * h).T @ dc / m
        g["bz"], g["br"], g["bc"] = dz.mean(0), dr.mean(0), dc.mean(0)
        dx = dz @ p["Wz"].T + dr @ p["Wr"].T + dc @ p["Wc"].T
        dh = dout * (1 - z) + drh * r + dz @ p["Uz"].T + dr @ p["Ur"].T
        return dx, dh
