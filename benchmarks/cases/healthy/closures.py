"""Recurrent networks as closures, because classes are boring."""
import numpy as np


def logistic(v):
    return 0.5 * (1 + np.tanh(0.5 * v))


def make_network(n_in, n_hid, seed=0):
    rs = np.random.RandomState(seed)
    scale = 1 / np.sqrt(n_hid)
    W = [rs.uniform(-scale, scale, (n_in, n_hid)) for _ in range(3)]
    U = [rs.uniform(-scale, scale, (n_hid, n_hid)) for _ in range(3)]
    b = [np.zeros(n_hid) for _ in range(3)]

    def advance(h, x):
        pre = [x @ W[k] + b[k] for k in range(3)]
        forget = logistic(pre[0] + h @ U[0])
        attend = logistic(pre[1] + h @ U[1])
        idea = np.tanh(pre[2] + (attend * h) @ U[2])
        return forget * h + (1 - forget) * idea

    def unroll(xs, h=None):
        if h is None:
            h = np.zeros((xs.shape[1], n_hid))
        hs = []
        for x in xs:
            h = advance(h, x)
            hs.append(h)
        return np.stack(hs)

    advance.params = (W, U, b)
    return advance, unroll
