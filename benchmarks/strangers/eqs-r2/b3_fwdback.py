"""Cell written for the lecture "Deep learning by hand". forward and backward are plain functions."""
import numpy as np


def expit(u):
    return np.exp(-np.logaddexp(0, -u))


def gru_forward(x, h, W, U, b):
    """W: (3, H, D), U: (3, H, H), b: (3, H, 1); x: (D, N), h: (H, N); order z, r, candidate."""
    z = expit(W[0] @ x + U[0] @ h + b[0])
    r = expit(W[1] @ x + U[1] @ h + b[1])
    s = U[2] @ h
    c = np.tanh(W[2] @ x + r * s + b[2])
    h_new = (1 - z) * c + (1 - z) * h
    return h_new, (x, h, z, r, s, c, W, U)


def gru_backward(dh_new, cache):
    x, h, z, r, s, c, W, U = cache
    dc = dh_new * (1 - z)
    dz = dh_new * (h - c)
    dac = dc * (1 - c ** 2)
    daz = dz * z * (1 - z)
    dar = dac * s * r * (1 - r)
    da = np.stack([daz, dar, dac])
    dW = da @ x.T
    dU = np.stack([daz @ h.T, dar @ h.T, dac @ h.T])
    db = da.sum(axis=2, keepdims=True)
    dx = sum(W[k].T @ da[k] for k in range(3))
    dh = dh_new * z + U[0].T @ daz + U[1].T @ dar + U[2].T @ (dac * r)
    return dx, dh, dW, dU, db
