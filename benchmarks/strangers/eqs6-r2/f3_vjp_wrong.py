"""One GRU step as a pair (value, pullback), the way JAX's custom_vjp wants it; plain NumPy."""
import numpy as np


def sig(a):
    return 1.0 / (1.0 + np.exp(-a))


def gru_fwd(params, h, x):
    Wi, Wh, bi, bh = params["Wi"], params["Wh"], params["bi"], params["bh"]
    gi = x @ Wi.T + bi
    gh = h @ Wh.T + bh
    ri, zi, ni = np.array_split(gi, 3, axis=1)
    rh, zh, nh = np.array_split(gh, 3, axis=1)
    r, z = sig(ri + rh), sig(zi + zh)
    n = np.tanh(ni + r * nh)
    out = (1 - z) * n + z * h
    return out, (params, h, x, r, z, n, nh)


def gru_bwd(res, ct):
    params, h, x, r, z, n, nh = res
    dz = ct * (h - n) * z * (1 - z)
    dn = ct * (1 - z) * (1 - n ** 2)
    dr = dn * nh * r * (1 - r)
    dgi = np.hstack([dr, dz, dn])
    dgh = np.hstack([dr, dz, dn * z])
    grads = {"Wi": dgi.T @ x, "Wh": dgh.T @ h, "bi": dgi.sum(0), "bh": dgh.sum(0)}
    return grads, dgh @ params["Wh"] + ct * z, dgi @ params["Wi"]
