import numpy as np


def sigmoid(x):
    pos_mask = x >= 0
    neg_mask = x < 0
    z = np.zeros_like(x)
    z[pos_mask] = np.exp(-x[pos_mask])
    z[neg_mask] = np.exp(x[neg_mask])
    top = np.ones_like(x)
    top[neg_mask] = z[neg_mask]
    return top / (1 + z)


def gru_step_forward(x, prev_h, Wx, Wh, b):
    """
    - x: Input data, of shape (N, D)
    - prev_h: Previous hidden state, of shape (N, H)
    - Wx: Input-to-hidden weights, of shape (D, 3H)
    - Wh: Hidden-to-hidden weights, of shape (H, 3H)
    - b: Biases, of shape (3H,)
    """
    H = prev_h.shape[1]
    ax = x.dot(Wx) + b
    ah = prev_h.dot(Wh[:, :2 * H])
    z = sigmoid(ax[:, :H] + ah[:, :H])
    r = sigmoid(ax[:, H:2 * H] + ah[:, H:])
    rh = r * prev_h
    g = np.tanh(ax[:, 2 * H:] + rh.dot(Wh[:, 2 * H:]))
    next_h = (1 - z) * prev_h + z * g
    cache = (x, prev_h, Wx, Wh, z, r, rh, g)
    return next_h, cache


def gru_step_backward(dnext_h, cache):
    x, prev_h, Wx, Wh, z, r, rh, g = cache
    H = prev_h.shape[1]
    dg = dnext_h * z * (1 - g ** 2)
    dz = dnext_h * (g - prev_h) * z * (1 - z)
    drh = dg.dot(Wh[:, 2 * H:].T)
    dr = drh * prev_h * r * (1 - r)
    da = np.hstack([dz, dr, dg])
    dx = da.dot(Wx.T)
    dWx = x.T.dot(da)
    db = da.sum(axis=0)
    dWh = np.hstack([prev_h.T.dot(da[:, :2 * H]), rh.T.dot(dg)])
    dprev_h = dnext_h * (1 - z) + drh * r + da[:, :2 * H].dot(Wh[:, :2 * H].T)
    return dx, dprev_h, dWx, dWh, db


def gru_forward(x, h0, Wx, Wh, b):
    """x: (N, T, D), h0: (N, H). Returns h: (N, T, H) and a cache."""
    N, T, D = x.shape
    h = np.zeros((N, T, h0.shape[1]))
    prev_h, cache = h0, []
    for t in range(T):
        prev_h, c = gru_step_forward(x[:, t], prev_h, Wx, Wh, b)
        h[:, t] = prev_h
        cache.append(c)
    return h, cache


def gru_backward(dh, cache):
    N, T, H = dh.shape
    D = cache[0][0].shape[1]
    dx = np.zeros((N, T, D))
    dWx, dWh, db = np.zeros((D, 3 * H)), np.zeros((H, 3 * H)), np.zeros(3 * H)
    dprev_h = np.zeros((N, H))
    for t in reversed(range(T)):
        dx[:, t], dprev_h, a, c, d = gru_step_backward(dh[:, t], cache[t])
        dWx += a
        dWh += c
        db += d
    return dx, dprev_h, dWx, dWh, db
