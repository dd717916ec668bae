"""Voice activity detector exported from a training run; pure numpy inference."""
import json
import numpy as np


class VAD:
    def __init__(self, n_feat=40, n_unit=24):
        rng = np.random.RandomState(2)
        self.w = {
            "gru/kernel": rng.randn(n_feat, 3 * n_unit).astype("float32") * 0.1,
            "gru/recurrent": rng.randn(n_unit, 3 * n_unit).astype("float32") * 0.1,
            "gru/bias": rng.randn(3 * n_unit).astype("float32") * 0.1,
            "dense/kernel": rng.randn(n_unit, 1).astype("float32"),
            "dense/bias": np.zeros(1, "float32"),
        }
        self.n_unit = n_unit

    @classmethod
    def from_json(cls, path):
        self = cls()
        with open(path) as f:
            self.w = {k: np.array(v, "float32") for k, v in json.load(f).items()}
        return self

    def __call__(self, frames):
        # frames: (time, n_feat) -> probability of speech for each frame
        k, rk, b = self.w["gru/kernel"], self.w["gru/recurrent"], self.w["gru/bias"]
        n = self.n_unit
        h = np.zeros(n, "float32")
        probs = []
        for x in frames:
            gx = x @ k + b
            gh = h @ rk[:, :2 * n]
            z = 1 / (1 + np.exp(-(gx[:n] + gh[:n])))
            r = 1 / (1 + np.exp(-(gx[n:2 * n] + gh[n:])))
            c = np.tanh(gx[2 * n:] + (r * h) @ rk[:, 2 * n:])
            h = z * h + (1 - z) * c
            logit = h @ self.w["dense/kernel"] + self.w["dense/bias"]
            probs.append(1 / (1 + np.exp(-logit[0])))
        return np.array(probs)
