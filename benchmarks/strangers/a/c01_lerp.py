"""Gated unit used in our wind-power forecaster. Everything through einsum."""
import numpy as np


def squash(v):
    return 1.0 / (1.0 + np.exp(-v))


class WindCell:
    def __init__(self, n_feat, n_units, rng=None):
        rng = rng or np.random.default_rng(11)
        s = 1.0 / np.sqrt(n_units)
        # [gate, unit, feature]; gates: 0 = leak, 1 = forget-in-candidate, 2 = proposal
        self.A = rng.uniform(-s, s, (3, n_units, n_feat))
        self.R = rng.uniform(-s, s, (3, n_units, n_units))
        self.c = np.zeros((3, n_units))

    def advance(self, state, feat):
        drive = np.einsum("guf,bf->gbu", self.A, feat) + self.c[:, None, :]
        leak = 1 - squash(-(drive[0] + np.einsum("uv,bv->bu", self.R[0], state)))
        keep = squash(drive[1] + np.einsum("uv,bv->bu", self.R[1], state))
        proposal = np.tanh(drive[2] + np.einsum("uv,bv->bu", self.R[2], keep * state))
        return state + leak * (proposal - state)
