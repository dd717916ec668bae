"""Keras-artige Zelle fuer unser internes Framework (NumPy)."""
import numpy as np

AKTIVIERUNG = {
    "sigmoid": lambda a: 1 / (1 + np.exp(-a)),
    "tanh": np.tanh,
    "relu": lambda a: np.maximum(a, 0),
}


class GRUZelle:
    def __init__(self, eingang, einheiten, aktivierung="tanh", tor="sigmoid"):
        self.einheiten = einheiten
        self.f, self.g = AKTIVIERUNG[aktivierung], AKTIVIERUNG[tor]
        s = lambda *a: np.random.uniform(-0.3, 0.3, a)
        self.kern = s(eingang, 3 * einheiten)
        self.rekurrent = s(einheiten, 3 * einheiten)
        self.versatz = np.zeros(3 * einheiten)

    def call(self, eingabe, zustand):
        n = self.einheiten
        kz, kr, kh = np.split(eingabe @ self.kern + self.versatz, 3, axis=-1)
        uz, ur, uh = self.rekurrent[:, :n], self.rekurrent[:, n:2 * n], self.rekurrent[:, 2 * n:]
        z = self.g(kz + zustand @ uz)
        r = self.g(kr + zustand @ ur)
        kandidat = self.f(kh + (r * zustand) @ uh.T)
        neu = z * zustand + (1 - z) * r * kandidat
        return neu, [neu]
