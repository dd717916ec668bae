import numpy as np
from collections import namedtuple

Saved = namedtuple("Saved", "h x z r hU n p")


def act(a, slope=1.0):
    e = np.exp(-np.abs(a) * slope)
    return np.where(a >= 0, 1 / (1 + e), e / (1 + e))


def recur(h, x, p):
    """One step. h: (N, H) old state, x: (N, D) input, p: dict with
    Wz, Wr, Wn (D, H); Uz, Ur, Un (H, H); bz, br, bn, cn (H,).  Returns new state and what backward needs."""
    z = act(x @ p["Wz"] + h @ p["Uz"] + p["bz"])
    r = act(x @ p["Wr"] + h @ p["Ur"] + p["br"])
    hU = h @ p["Un"] + p["cn"]
    n = np.tanh(x @ p["Wn"] + p["bn"] + r * hU)
    return z * h + (1 - z) * n, Saved(h, x, z, r, hU, n, p)


def recur_grad(dh_next, cache):
    h, x, z, r, hU, n, p = cache
    g = {}
    dn = dh_next * (1 - z) * (1 - n * n)
    dz = dh_next * (h - n) * z * (1 - z)
    dr = dn * hU * r * (1 - r)
    dhU = dn * r
    g["Wz"], g["Wr"], g["Wn"] = x.T @ dz, x.T @ dr, x.T @ dn
    g["Uz"], g["Ur"], g["Un"] = h.T @ dz, h.T @ dr, h.T @ dhU
    g["bz"], g["br"], g["bn"], g["cn"] = dz.sum(0), dr.sum(0), dn.sum(0), dhU.sum(0)
    dx = dz @ p["Wz"].T + dr @ p["Wr"].T + dn @ p["Wn"].T
    dh = dh_next * z + dz @ p["Uz"].T + dr @ p["Ur"].T + dhU @ p["Un"].T
    return dx, dh, g
