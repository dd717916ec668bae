"""Exercice 4 : cellule GRU, propagation avant et arriere."""
import numpy as np


def sigmoide(v):
    return 1.0 / (1.0 + np.exp(-v))


class Cellule:
    def __init__(self, n_e, n_c):
        r = np.random.default_rng(1)
        self.poids = {k: r.normal(0, 0.2, (n_c, n_e)) for k in ("Wz", "Wr", "Wc")}
        self.poids.update({k: r.normal(0, 0.2, (n_c, n_c)) for k in ("Uz", "Ur", "Uc")})
        self.poids.update({k: np.zeros((n_c, 1)) for k in ("bz", "br", "bc")})

    def avant(self, x, h):
        """x : (n_e, B), h : (n_c, B)"""
        p = self.poids
        z = sigmoide(p["Wz"] @ x + p["Uz"] @ h + p["bz"])
        r = sigmoide(p["Wr"] @ x + p["Ur"] @ h + p["br"])
        c = np.tanh(p["Wc"] @ x + p["Uc"] @ (r * h) + p["bc"])
        self.etat = x, h, z, r, c
        return z * c + (1 - z) * h

    def arriere(self, dh2):
        p = self.poids
        x, h, z, r, c = self.etat
        dc = dh2 * z
        dz = dh2 * (c + h)
        dac = dc * (1 - c ** 2)
        daz = dz * z * (1 - z)
        drh = p["Uc"].T @ dac
        dar = drh * h * r * (1 - r)
        grad = {}
        for nom, da in (("z", daz), ("r", dar), ("c", dac)):
            grad["W" + nom] = da @ x.T
            grad["b" + nom] = da.mean(axis=1, keepdims=True)
        grad["Uz"], grad["Ur"], grad["Uc"] = daz @ h.T, dar @ h.T, dac @ (r * h).T
        dx = p["Wz"].T @ daz + p["Wr"].T @ dar + p["Wc"].T @ dac
        dh = dh2 * (1 - z) + p["Uz"].T @ daz + p["Ur"].T @ dar + r * drh
        return dx, dh, grad
