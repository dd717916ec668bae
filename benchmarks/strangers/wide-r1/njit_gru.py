import numpy as np
from numba import njit
from scipy.special import expit


@njit(fastmath=True)
def gru_step(x, h, Wi, Wh, bi, bh):
    H = h.shape[0]
    gi = Wi @ x + bi
    gh = Wh @ h + bh
    r = expit(gi[:H] + gh[:H])
    z = expit(gi[H:2 * H] + gh[H:2 * H])
    n = np.tanh(gi[2 * H:] + r * gh[2 * H:])
    return (1 - z) * n + z * h


@njit
def run(xs, h, Wi, Wh, bi, bh):
    out = np.empty((xs.shape[0], h.shape[0]))
    for t in range(xs.shape[0]):
        h = gru_step(xs[t], h, Wi, Wh, bi, bh)
        out[t] = h
    return out
