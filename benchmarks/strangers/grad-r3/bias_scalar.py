from collections import namedtuple

import numpy as np

Cache = namedtuple("Cache", "x h u r c rh")


def sigmoid(t):
    return 0.5 * (np.tanh(0.5 * t) + 1)


def gru_fwd(x, h, w):
    """w: dict with wxu wxr wxc (d, m), whu whr whc (m, m), bu br bc (m,)"""
    u = sigmoid(x @ w["wxu"] + h @ w["whu"] + w["bu"])
    r = sigmoid(x @ w["wxr"] + h @ w["whr"] + w["br"])
    rh = r * h
    c = np.tanh(x @ w["wxc"] + rh @ w["whc"] + w["bc"])
    return h + u * (c - h), Cache(x, h, u, r, c, rh)


def gru_bwd(dh_new, cache, w):
    x, h, u, r, c, rh = cache
    g = {}
    dc = dh_new * u
    du = dh_new * (c - h)
    dh = dh_new * (1 - u)
    ac = dc * (1 - np.square(c))
    drh = ac @ w["whc"].T
    dh = dh + drh * r
    ar = drh * h * r * (1 - r)
    au = du * u * (1 - u)
    for k, a, left in (("u", au, h), ("r", ar, h), ("c", ac, rh)):
        g["wx" + k] = x.T @ a
        g["wh" + k] = left.T @ a
        g["b" + k] = np.sum(a) * np.ones(a.shape[1])
    dh = dh + au @ w["whu"].T + ar @ w["whr"].T
    dx = au @ w["wxu"].T + ar @ w["wxr"].T + ac @ w["wxc"].T
    return dx, dh, g
