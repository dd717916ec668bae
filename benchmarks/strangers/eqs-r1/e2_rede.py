# Rede recorrente com portas (GRU) -- trabalho final de Redes Neurais
from collections import namedtuple

import numpy as np

Pesos = namedtuple("Pesos", "Wz Uz bz Wr Ur br Wc Uc bc")


def logistica(v):
    return 1 / (1 + np.exp(-v))


def iniciar_pesos(entrada, oculto, semente=0):
    g = np.random.default_rng(semente)
    m = lambda a, b: g.normal(0, 0.1, (a, b))
    return Pesos(m(entrada, oculto), m(oculto, oculto), np.zeros(oculto),
                 m(entrada, oculto), m(oculto, oculto), np.zeros(oculto),
                 m(entrada, oculto), m(oculto, oculto), np.zeros(oculto))


def passo_gru(x, h, p):
    """Um passo da GRU: devolve o novo estado."""
    z = logistica(x @ p.Wz + h @ p.Uz + p.bz)
    r = logistica(x @ p.Wr + h @ p.Ur + p.br)
    return z * h + (1 - z) * np.tanh(r * (x @ p.Wc) + h @ p.Uc + p.bc)


def rede(xs, h0, p):
    h, saida = h0, []
    for x in xs:
        h = passo_gru(x, h, p)
        saida.append(h)
    return np.array(saida)
