"""Functional recurrent net. Parameters live in a nested dictionary, as in haiku/flax."""
import numpy as np


def glorot(rng, shape):
    return rng.normal(scale=np.sqrt(2.0 / sum(shape)), size=shape)


def init_params(rng, n_features, n_units):
    gate = lambda: {
        "kernel": {"x": glorot(rng, (n_features, n_units)), "h": glorot(rng, (n_units, n_units))},
        "bias": np.zeros(n_units),
    }
    return {"update": gate(), "reset": gate(), "new": gate()}


def affine(p, x, h):
    return x @ p["kernel"]["x"] + h @ p["kernel"]["h"] + p["bias"]


def logistic(a):
    return 0.5 * (np.tanh(0.5 * a) + 1)


def step(params, h, x):
    u = logistic(affine(params["update"], x, h))
    r = logistic(affine(params["reset"], x, h))
    c = np.tanh(affine(params["new"], x, r * h))
    h = h + u * (c - h)
    return h, h


def scan(f, init, xs):
    carry, ys = init, []
    for x in xs:
        carry, y = f(carry, x)
        ys.append(y)
    return carry, np.stack(ys)


def apply(params, xs, h0=None):
    """xs: (time, batch, features)"""
    n = params["update"]["bias"].shape[0]
    if h0 is None:
        h0 = np.zeros((xs.shape[1], n))
    last, hs = scan(lambda h, x: step(params, h, x), h0, xs)
    return hs, last


if __name__ == "__main__":
    rng = np.random.default_rng(0)
    p = init_params(rng, 3, 5)
    print(apply(p, rng.normal(size=(7, 2, 3)))[0].shape)
