"""Backward written with reduce over the tape; forward returns (ys, tape)."""
from functools import reduce

import numpy as np


def sigmoid(a):
    return 1 / (1 + np.exp(-a))


def init(d, h, seed=0):
    g = np.random.default_rng(seed)
    s = lambda *n: g.normal(0, 0.3, n)
    return dict(Wz=s(d, h), Wr=s(d, h), Wn=s(d, h), Uz=s(h, h), Ur=s(h, h), Un=s(h, h), bz=s(h), br=s(h), bn=s(h))


def gru_forward(p, xs, h0):
    def step(carry, x):
        h, tape, ys = carry
        z = sigmoid(x @ p["Wz"] + h @ p["Uz"] + p["bz"])
        r = sigmoid(x @ p["Wr"] + h @ p["Ur"] + p["br"])
        n = np.tanh(x @ p["Wn"] + (r * h) @ p["Un"] + p["bn"])
        h2 = h + (1 - z) * (n - h)
        return h2, tape + [(x, h, z, r, n)], ys + [h2]

    _, tape, ys = reduce(step, xs, (h0, [], []))
    return np.stack(ys), tape


def gru_backward(p, dys, tape):
    g = {k: np.zeros_like(v) for k, v in p.items()}

    def step(carry, item):
        dh, dxs = carry
        (x, h, z, r, n), dy = item
        dh = dh + dy
        an = dh * (1 - z) * (1 - n * n)
        az = dh * (h - n) * z * (1 - z)
        drh = an @ p["Un"].T
        ar = drh * h * r * (1 - r)
        for k, a, o in (("z", az, h), ("r", ar, h), ("n", an, r * h)):
            g["W" + k] += x.T @ a
            g["U" + k] += o.T @ a
            g["b" + k] += a.sum(0)
        dx = az @ p["Wz"].T + ar @ p["Wr"].T + an @ p["Wn"].T
        return dh * z + drh * r + az @ p["Uz"].T + ar @ p["Ur"].T, [dx] + dxs

    dh0, dxs = reduce(step, list(zip(tape, dys))[::-1], (np.zeros_like(dys[0]), []))
    return np.stack(dxs), dh0, g
