"""scan-style GRU in numpy, the way one writes it in JAX."""
import numpy as np


def init_params(key, n_in, n_hidden):
    rng = np.random.default_rng(key)
    g = lambda a, b: rng.normal(size=(a, b)) / np.sqrt(a)
    return {"in": g(n_in, 3 * n_hidden), "rec": g(n_hidden, 3 * n_hidden), "b": np.zeros(3 * n_hidden)}


def scan(f, carry, xs):
    ys = []
    for x in xs:
        carry, y = f(carry, x)
        ys.append(y)
    return carry, np.stack(ys)


def gru(params, xs, h0):
    n = h0.shape[-1]

    def step(h, x):
        gx = x @ params["in"] + params["b"]
        gh = h @ params["rec"]
        r = 1 / (1 + np.exp(-(gx[..., :n] + gh[..., :n])))
        z = 1 / (1 + np.exp(-(gx[..., n:2 * n] + gh[..., n:2 * n])))
        c = np.tanh(gx[..., 2 * n:] + r * gh[..., 2 * n:])
        h_new = (1 - z) * c + z * h
        return h, h_new

    return scan(step, h0, xs)
