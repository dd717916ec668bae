"""Functional GRU returning (h', vjp): every step hands back its own pullback, as in JAX but by hand."""
import numpy as np


def sigma(v):
    return 1 / (1 + np.exp(-v))


def gru_cell(params, x, h):
    A, B, c = params["A"], params["B"], params["c"]
    m = h.shape[-1]
    az, ar, an = np.split(x @ A + c, 3, axis=-1)
    Bz, Br, Bn = B[:, :m], B[:, m:2 * m], B[:, 2 * m:]
    z, r = sigma(az + h @ Bz), sigma(ar + h @ Br)
    s = r * h
    n = np.tanh(an + s @ Bn)
    out = z * n + (1 - z) * h

    def pullback(g):
        gn = g * z * (1 - n ** 2)
        gs = gn @ Bn.T
        gz = g * (n - h) * z * (1 - z)
        gr = gs * h * r * (1 - r)
        ga = np.concatenate([gz, gr, gn], -1)
        grads = {"A": x.T @ ga, "B": np.concatenate([h.T @ gz, h.T @ gr, s.T @ gn], -1), "c": ga.sum(0)}
        gx = ga @ A.T
        gh = g * (1 - z) + gs * r + gz @ Bz.T
        return grads, gx, gh

    return out, pullback


def init_params(d, m, rng=np.random.default_rng(0)):
    return {"A": rng.normal(size=(d, 3 * m)) * 0.2, "B": rng.normal(size=(m, 3 * m)) * 0.2, "c": np.zeros(3 * m)}
