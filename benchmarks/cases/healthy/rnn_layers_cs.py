import numpy as np


def sigmoid(x):
    """A numerically stable version of the logistic sigmoid function."""
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
    Forward pass for a single timestep of a GRU.

    Inputs:
    - x: Input data, of shape (N, D)
    - prev_h: Previous hidden state, of shape (N, H)
    - Wx: Input-to-hidden weights, of shape (D, 3H)
    - Wh: Hidden-to-hidden weights, of shape (H, 3H)
    - b: Biases, of shape (3H,)

    Returns a tuple of:
    - next_h: Next hidden state, of shape (N, H)
    - cache: Tuple of values needed for backward pass.
    """
    H = prev_h.shape[1]
    ax = x.dot(Wx) + b
    ah = prev_h.dot(Wh[:, :2 * H])
    r = sigmoid(ax[:, :H] + ah[:, :H])
    u = sigmoid(ax[:, H:2 * H] + ah[:, H:2 * H])
    rh = r * prev_h
    c = np.tanh(ax[:, 2 * H:] + rh.dot(Wh[:, 2 * H:]))
    next_h = u * prev_h + (1 - u) * c
    cache = (x, prev_h, Wx, Wh, r, u, rh, c)
    return next_h, cache


def gru_step_backward(dnext_h, cache):
    """
    Backward pass for a single timestep.

    Returns a tuple of:
    - dx: (N, D)
    - dprev_h: (N, H)
    - dWx: (D, 3H)
    - dWh: (H, 3H)
    - db: (3H,)
    """
    x, prev_h, Wx, Wh, r, u, rh, c = cache
    H = prev_h.shape[1]
    du = dnext_h * (prev_h - c)
    dc = dnext_h * (1 - u)
    dprev_h = dnext_h * u
    dac = dc * (1 - c ** 2)
    drh = dac.dot(Wh[:, 2 * H:].T)
    dr = drh * prev_h
    dprev_h += drh * r
    dau = du * u * (1 - u)
    dar = dr * r * (1 - r)
    da = np.hstack([dar, dau, dac])
    dx = da.dot(Wx.T)
    dWx = x.T.dot(da)
    db = da.sum(axis=0)
    dWh = np.zeros_like(Wh)
    dWh[:, :2 * H] = prev_h.T.dot(da[:, :2 * H])
    dWh[:, 2 * H:] = rh.T.dot(dac)
    dprev_h += da[:, :2 * H].dot(Wh[:, :2 * H].T)
    return dx, dprev_h, dWx, dWh, db


def gru_forward(x, h0, Wx, Wh, b):
    """
    Forward pass over an entire sequence. x is (N, T, D), h0 is (N, H).
    Returns h of shape (N, T, H) and a cache.
    """
    N, T, D = x.shape
    H = h0.shape[1]
    h = np.zeros((N, T, H))
    cache = []
    prev_h = h0
    for t in range(T):
        prev_h, step_cache = gru_step_forward(x[:, t, :], prev_h, Wx, Wh, b)
        h[:, t, :] = prev_h
        cache.append(step_cache)
    return h, cache


def gru_backward(dh, cache):
    N, T, H = dh.shape
    x0, _, Wx, Wh = cache[0][:4]
    dx = np.zeros((N, T, x0.shape[1]))
    dWx = np.zeros_like(Wx)
    dWh = np.zeros_like(Wh)
    db = np.zeros(3 * H)
    dprev_h = np.zeros((N, H))
    for t in reversed(range(T)):
        dxt, dprev_h, dWxt, dWht, dbt = gru_step_backward(dh[:, t, :] + dprev_h, cache[t])
        dx[:, t, :] = dxt
        dWx += dWxt
        dWh += dWht
        db += dbt
    dh0 = dprev_h
    return dx, dh0, dWx, dWh, db
