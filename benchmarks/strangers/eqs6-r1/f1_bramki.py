"""Komorka GRU w czystym NumPy (projekt zaliczeniowy, prognoza zuzycia energii)."""
import numpy as np


def sigmoida(t):
    return 1.0 / (1.0 + np.exp(-t))


class KomorkaGRU:
    def __init__(self, wejscie, ukryte):
        skala = 1.0 / np.sqrt(ukryte)
        los = lambda *ksztalt: np.random.uniform(-skala, skala, ksztalt)
        self.Wx = los(wejscie, 3 * ukryte)
        self.Wh = los(ukryte, 3 * ukryte)
        self.b = np.zeros(3 * ukryte)
        self.ukryte = ukryte

    def krok(self, x, stan):
        n = self.ukryte
        px = np.dot(x, self.Wx) + self.b
        reset = sigmoida(px[:, :n] + np.dot(stan, self.Wh[:, :n]))
        akt = sigmoida(px[:, n:2 * n] + np.dot(stan, self.Wh[:, n:2 * n]))
        kandydat = np.tanh(px[:, 2 * n:] + np.dot(reset * stan, self.Wh[:, 2 * n:]))
        # nowy stan: zapamietaj czesc starego, dopisz czesc nowego
        return stan + akt * (kandydat - reset * stan)
