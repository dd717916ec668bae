import numpy as np


def act(v):
    return .5 * np.tanh(.5 * v) + .5


def make(rng, d, h):
    return dict(A=rng.randn(d, 3 * h) * .2, B=rng.randn(h, 3 * h) * .2, c=np.zeros(3 * h))


def scan_layer(layer, xs, s):
    """xs: list of (batch, d) arrays"""
    h = s.shape[1]
    collected = []
    for x in xs:
        p = x @ layer["A"] + layer["c"]
        q = s @ layer["B"]
        forget = act(p[:, :h] + q[:, :h])
        reset = act(p[:, h:2 * h] + q[:, h:2 * h])
        proposal = np.tanh(p[:, 2 * h:] + reset * q[:, 2 * h:])
        s = forget * s + (1 - forget) * proposal
        collected.insert(0, s)
    return np.array(collected), s
