"""A tiny functional library in the style of stax: layer() -> (init, apply)."""
import numpy as np


def dense_params(rng, n_in, n_out, bias=True):
    w = rng.standard_normal((n_in, n_out)) / np.sqrt(n_in)
    return {"kernel": w, "bias": np.zeros(n_out)} if bias else {"kernel": w}


def dense(p, x):
    y = x @ p["kernel"]
    return y + p["bias"] if "bias" in p else y


def sigmoid(x):
    return 1.0 / (1.0 + np.exp(-x))


class GRUModule:
    """Linen naming: ir, iz, in with bias; hr, hz without; hn with."""

    def __init__(self, features_in, features, rng=None):
        rng = rng or np.random.default_rng(0)
        self.params = {}
        for g in "rzn":
            self.params["i" + g] = dense_params(rng, features_in, features)
        self.params["hr"] = dense_params(rng, features, features, bias=False)
        self.params["hz"] = dense_params(rng, features, features, bias=False)
        self.params["hn"] = dense_params(rng, features, features)

    def __call__(self, carry, inputs):
        p = self.params
        r = sigmoid(dense(p["ir"], inputs) + dense(p["hr"], carry))
        z = sigmoid(dense(p["iz"], inputs) + dense(p["hz"], carry))
        n = np.tanh(dense(p["in"], inputs) + r * dense(p["hn"], carry))
        new_h = (1.0 - z) * n + z * carry
        return new_h, new_h
