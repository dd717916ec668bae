from typing import NamedTuple

import numpy as np


class Params(NamedTuple):
    wi: np.ndarray   # (n_in, 3 * n_hid)
    wh: np.ndarray   # (n_hid, 3 * n_hid)
    b: np.ndarray    # (3 * n_hid,)
    bhn: np.ndarray  # (n_hid,)


def init_params(n_in, n_hid, seed=0):
    rng = np.random.default_rng(seed)
    return Params(
        rng.normal(size=(n_in, 3 * n_hid)) / np.sqrt(n_in),
        rng.normal(size=(n_hid, 3 * n_hid)) / np.sqrt(n_hid),
        np.zeros(3 * n_hid),
        np.zeros(n_hid),
    )


def scan(f, init, xs):
    carry, ys = init, []
    for x in xs:
        carry, y = f(carry, x)
        ys.append(y)
    return carry, np.stack(ys)


def gru(params: Params, xs, h0):
    """xs: (time, n_in), h0: (n_hid,) -> final carry, all states"""

    def sigmoid(a):
        return 1 / (1 + np.exp(-a))

    def body(h, x):
        xr, xz, xn = np.split(x @ params.wi + params.b, 3)
        hr, hz, hn = np.split(h @ params.wh, 3)
        r = sigmoid(xr + hr)
        z = sigmoid(xz + hz)
        n = np.tanh(xn + r * (hn + params.bhn))
        h = (1.0 - z) * n + z * h
        return h, h

    return scan(body, h0, xs)
