import numpy as np


class VoiceActivityGRU:
    """Chunked inference: the state survives between calls until reset_states()."""

    def __init__(self, features, units):
        r = np.random.default_rng(11)
        self.units = units
        self.w = {g: r.normal(0, .1, (features + units, units)) for g in "urc"}
        self.c = {g: np.zeros(units) for g in "urc"}
        self.state = None

    def reset_states(self):
        self.state = None

    @staticmethod
    def _sigma(v):
        return np.where(v >= 0, 1 / (1 + np.exp(-np.abs(v))), np.exp(-np.abs(v)) / (1 + np.exp(-np.abs(v))))

    def _advance(self, frame, s):
        fs = np.concatenate((frame, s), axis=-1)
        u = self._sigma(fs @ self.w["u"] + self.c["u"])
        r = self._sigma(fs @ self.w["r"] + self.c["r"])
        c = np.tanh(np.concatenate((frame, r * s), axis=-1) @ self.w["c"] + self.c["c"])
        return u * c + (1 - u) * s

    def process(self, chunk):
        """chunk: (frames, batch, features) -> (frames, batch, units)"""
        s = self.state
        if s is None:
            s = np.zeros((chunk.shape[1], self.units))
        result = np.empty(chunk.shape[:2] + (self.units,))
        for i, frame in enumerate(chunk):
            s = self._advance(frame, s)
            result[i] = s
        self.state = s
        return result
