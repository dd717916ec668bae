import numpy as np


def logistic(a):
    return 1.0 / (1.0 + np.exp(-a))


class Cell:
    def __init__(self, D, H):
        rng = np.random.default_rng(9)
        g = lambda r: rng.standard_normal((r, H)) * 0.3
        self.params = dict(Wxz=g(D), Whz=g(H), bz=np.zeros(H), Wxr=g(D), Whr=g(H), br=np.zeros(H),
                           Wxn=g(D), Whn=g(H), bn=np.zeros(H))

    def step(self, x, h):
        p = self.params
        z = logistic(x.dot(p["Wxz"]) + h.dot(p["Whz"]) + p["bz"])
        r = logistic(x.dot(p["Wxr"]) + h.dot(p["Whr"]) + p["br"])
        n = logistic(x.dot(p["Wxn"]) + p["bn"] + (r * h).dot(p["Whn"]))
        return z * h + (1 - z) * n, dict(x=x, h=h, z=z, r=r, n=n)

    def step_back(self, dh_out, c):
        p, x, h, z, r, n = self.params, c["x"], c["h"], c["z"], c["r"], c["n"]
        dn = dh_out * (1 - z)
        dz = dh_out * (h - n)
        dan = dn * (1 - n ** 2)
        daz = dz * z * (1 - z)
        drh = dan.dot(p["Whn"].T)
        dar = drh * h * r * (1 - r)
        grads = dict(Wxz=x.T.dot(daz), Whz=h.T.dot(daz), bz=daz.sum(0),
                     Wxr=x.T.dot(dar), Whr=h.T.dot(dar), br=dar.sum(0),
                     Wxn=x.T.dot(dan), Whn=(r * h).T.dot(dan), bn=dan.sum(0))
        dx = dan.dot(p["Wxn"].T) + daz.dot(p["Wxz"].T)
        dh = dh_out * z + drh * r + daz.dot(p["Whz"].T) + dar.dot(p["Whr"].T)
        return dx, dh, grads
