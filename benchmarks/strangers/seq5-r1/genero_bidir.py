"""Bidireccional: dos pasadas y concatenacion."""
import numpy as np


def sigmoide(v):
    return 1.0 / (1.0 + np.exp(-v))


class CapaGRU:
    def __init__(self, entradas, ocultas, alreves=False, semilla=0):
        g = np.random.RandomState(semilla)
        self.ocultas = ocultas
        self.alreves = alreves
        self.Wx = g.randn(entradas, 3, ocultas) * .1
        self.Wh = g.randn(ocultas, 3, ocultas) * .1
        self.b = np.zeros((3, ocultas))

    def paso(self, x, h):
        ax = np.einsum("bd,dgh->gbh", x, self.Wx) + self.b[:, None]
        ah = np.einsum("bk,kgh->gbh", h, self.Wh)
        z = sigmoide(ax[0] + ah[0])
        r = sigmoide(ax[1] + ah[1])
        n = np.tanh(ax[2] + r * ah[2])
        return (1 - z) * n + z * h

    def adelante(self, secuencia):
        h = np.zeros((secuencia.shape[0], self.ocultas))
        salidas = np.zeros(secuencia.shape[:2] + (self.ocultas,))
        pasos = range(secuencia.shape[1])
        for t in (reversed(pasos) if self.alreves else pasos):
            h = self.paso(secuencia[:, t], h)
            salidas[:, t] = h
        return salidas


class Bidireccional:
    def __init__(self, entradas, ocultas):
        self.ida = CapaGRU(entradas, ocultas, semilla=1)
        self.vuelta = CapaGRU(entradas, ocultas, alreves=True, semilla=2)

    def adelante(self, secuencia):
        return np.concatenate([self.ida.adelante(secuencia), self.vuelta.adelante(secuencia)], axis=-1)
