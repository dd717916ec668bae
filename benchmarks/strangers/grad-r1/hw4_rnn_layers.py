"""Homework 4: recurrent layers. Fill in the blanks."""
import numpy as np


def sigmoid(x):
    """A numerically stable version of the logistic sigmoid function."""
    pos_mask = (x >= 0)
    neg_mask = (x < 0)
    z = np.zeros_like(x)
    z[pos_mask] = np.exp(-x[pos_mask])
    z[neg_mask] = np.exp(x[neg_mask])
    top = np.ones_like(x)
    top[neg_mask] = z[neg_mask]
    return top / (1 + z)


def gru_step_forward(x, prev_h, Wx, Wh, b):
    """
    Inputs:
    - x: (N, D), prev_h: (N, H), Wx: (D, 3H), Wh: (H, 3H), b: (3H,)
    Returns next_h (N, H) and cache.
    """
    N, H = prev_h.shape
    ax = x.dot(Wx) + b
    ah = prev_h.dot(Wh)
    z = sigmoid(ax[:, :H] + ah[:, :H])
    r = sigmoid(ax[:, H:2 * H] + ah[:, H:2 * H])
    q = ah[:, 2 * H:]
    g = np.tanh(ax[:, 2 * H:] + r * q)
    next_h = z * prev_h + (1 - z) * g
    cache = (x, prev_h, Wx, Wh, z, r, q, g)
    return next_h, cache


def gru_step_backward(dnext_h, cache):
    x, prev_h, Wx, Wh, z, r, q, g = cache
    dz = dnext_h * (prev_h - g)
    dg = dnext_h * (1 - z)
    dag = dg * (1 - g ** 2)
    dr = dag * q
    daz = dz * z * (1 - z)
    dar = dr * r * (1 - r)
    dax = np.hstack((daz, dar, dag))
    dah = np.hstack((daz, dar, dag * r))
    dx = dax.dot(Wx.T)
    dprev_h = dah.dot(Wh.T) + dnext_h * z
    dWx = x.T.dot(dax)
    dWh = prev_h.T.dot(dah)
    db = dax.sum(axis=0)
    return dx, dprev_h, dWx, dWh, db


def gru_forward(x, h0, Wx, Wh, b):
    """x: (N, T, D), h0: (N, H). Returns h: (N, T, H) and cache."""
    N, T, D = x.shape
    H = h0.shape[1]
    h = np.zeros((N, T, H))
    cache = []
    prev_h = h0
    for t in range(T):
        prev_h, c = gru_step_forward(x[:, t, :], prev_h, Wx, Wh, b)
        h[:, t, :] = prev_h
        cache.append(c)
    return h, cache


def gru_backward(dh, cache):
    """dh: (N, T, H). Returns dx (N, T, D), dh0 (N, H), dWx, dWh, db."""
    N, T, H = dh.shape
    D = cache[0][0].shape[1]
    dx = np.zeros((N, T, D))
    dWx = np.zeros((D, 3 * H))
    dWh = np.zeros((H, 3 * H))
    db = np.zeros(3 * H)
    dprev_h = np.zeros((N, H))
    for t in range(T - 1, -1, -1):
        dcurrent = dh[:, t, :]
        dx[:, t, :], dprev_h, dWx_t, dWh_t, db_t = gru_step_backward(dcurrent, cache[t])
        dWx += dWx_t
        dWh += dWh_t
        db += db_t
    dh0 = dprev_h
    return dx, dh0, dWx, dWh, db
