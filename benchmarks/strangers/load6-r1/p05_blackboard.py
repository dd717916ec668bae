"""Online gesture filter. One state dict is passed from frame to frame."""
import numpy as np

CONFIG = dict(features=6, units=10, scale=0.2, seed=7)


def make_params(cfg=CONFIG):
    g = np.random.default_rng(cfg["seed"])
    f, u, s = cfg["features"], cfg["units"], cfg["scale"]
    mats = {}
    for gate in ("update", "reset", "cand"):
        mats[gate] = {"x": g.normal(0, s, (f, u)), "h": g.normal(0, s, (u, u)), "b": np.zeros(u)}
    return mats


def squash(a):
    return 0.5 * (1 + np.tanh(0.5 * a))


class GestureFilter:
    def __init__(self, cfg=CONFIG):
        self.cfg = cfg
        self.p = make_params(cfg)

    def initial_state(self, batch=1):
        return {"h": np.zeros((batch, self.cfg["units"])), "t": 0}

    def step(self, frame, state):
        h = state["h"]
        p = self.p
        z = squash(frame @ p["update"]["x"] + h @ p["update"]["h"] + p["update"]["b"])
        r = squash(frame @ p["reset"]["x"] + h @ p["reset"]["h"] + p["reset"]["b"])
        c = np.tanh(frame @ p["cand"]["x"] + (r * h) @ p["cand"]["h"] + p["cand"]["b"])
        return {"h": z * h + (1.0 - z) * c, "t": state["t"] + 1}

    def run(self, frames):
        """frames (time, batch, features) -> all states (time, batch, units)"""
        state = self.initial_state(frames.shape[1])
        seen = []
        for frame in frames:
            state = self.step(frame, state)
            seen.append(state["h"])
        return np.stack(seen)
