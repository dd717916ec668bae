"""Kleines Netz fuer den Kurs. lernen() gibt die Ableitungen zurueck."""
import numpy as np


def sig(a):
    return 1 / (1 + np.exp(-a))


class Zelle:
    def __init__(self, n_ein, n_ver):
        self.W = {t: np.random.randn(n_ver, n_ein) * 0.1 for t in "zrk"}
        self.U = {t: np.random.randn(n_ver, n_ver) * 0.1 for t in "zrk"}
        self.b = {t: np.zeros(n_ver) for t in "zrk"}

    def rechne(self, x, h):
        z = sig(x @ self.W["z"].T + h @ self.U["z"].T + self.b["z"])
        r = sig(x @ self.W["r"].T + h @ self.U["r"].T + self.b["r"])
        k = np.tanh(x @ self.W["k"].T + (r * h) @ self.U["k"].T + self.b["k"])
        self.gemerkt = (x, h, z, r, k)
        return h - z * h + z * k

    def lernen(self, dh):
        x, h, z, r, k = self.gemerkt
        dk = dh * z * (1 - k * k)
        dz = dh * (k - h) * z * (1 - z)
        drh = dk @ self.U["k"]
        dr = drh * h * r * (1 - r)
        dW = {"z": dz.T @ x, "r": dr.T @ x, "k": dk.T @ x}
        dU = {"z": dz.T @ h, "r": dr.T @ h, "k": dk.T @ (r * h)}
        db = {"z": dz.sum(0), "r": dr.sum(0), "k": dk.sum(0)}
        dx = dz @ self.W["z"] + dr @ self.W["r"] + dk @ self.W["k"]
        dh_alt = dh * (1 - z) + dz @ self.U["z"] + dr @ self.U["r"] + drh * r
        return dx, dh_alt, dW, dU, db
