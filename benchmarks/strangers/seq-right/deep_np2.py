"""deep gru, several layers, numpy only"""
import numpy as np


def init(n_in, n_out, rng):
    s = np.sqrt(1.0 / n_out)
    return {
        "wi": rng.uniform(-s, s, (3, n_in, n_out)),
        "wh": rng.uniform(-s, s, (3, n_out, n_out)),
        "b": rng.uniform(-s, s, (3, n_out)),
    }


def sigmoid(a):
    return 1.0 / (1.0 + np.exp(-a))


def gru_layer(p, xs, h):
    ys = []
    for x in xs:
        r = sigmoid(x @ p["wi"][0] + h @ p["wh"][0] + p["b"][0])
        u = sigmoid(x @ p["wi"][1] + h @ p["wh"][1] + p["b"][1])
        c = np.tanh(x @ p["wi"][2] + (r * h) @ p["wh"][2] + p["b"][2])
        h = u * h + (1 - u) * c
        ys.append(h)
    return np.stack(ys), h


class DeepGRU:
    """xs: (time, batch, size).  Every layer is as wide as the input, so they can be piled up."""

    def __init__(self, size, n_layers=2, seed=0):
        rng = np.random.default_rng(seed)
        self.layers = [init(size, size, rng) for _ in range(n_layers)]
        self.size = size

    def __call__(self, xs, h0=None):
        if h0 is None:
            h0 = np.zeros((len(self.layers), xs.shape[1], self.size))
        finals = []
        for p, h in zip(self.layers, h0):
            xs, hT = gru_layer(p, xs, h)
            finals.append(hT)
        return xs, np.stack(finals)
