"""Recurrent layer of the signal-denoising toolbox: GRU with explicit BPTT, time first."""
import numpy as np


def _sig(v):
    return 0.5 * (1.0 + np.tanh(0.5 * v))


class GruLayer:
    param_names = ("kernel", "recurrent", "bias")

    def __init__(self, channels, units, random_state=None):
        gen = np.random.RandomState(random_state)
        self.units = units
        self.kernel = gen.standard_normal((channels, 3 * units)) * channels ** -0.5
        self.recurrent = gen.standard_normal((units, 3 * units)) * units ** -0.5
        self.bias = np.zeros(3 * units)
        self.d_kernel = self.d_recurrent = self.d_bias = None

    def forward(self, signal, state):
        u = self.units
        self._saved = []
        outputs = []
        for frame in signal:
            pre = frame @ self.kernel + self.bias
            zr = _sig(pre[:, : 2 * u] + state @ self.recurrent[:, : 2 * u])
            z, r = np.split(zr, 2, axis=1)
            cand = np.tanh(pre[:, 2 * u :] + (r * state) @ self.recurrent[:, 2 * u :])
            self._saved.append((frame, state, z, r, cand))
            state = z * state + (1 - z) * cand
            outputs.append(state)
        return np.asarray(outputs), state

    def backward(self, d_outputs):
        u = self.units
        self.d_kernel = np.zeros_like(self.kernel)
        self.d_recurrent = np.zeros_like(self.recurrent)
        self.d_bias = np.zeros_like(self.bias)
        d_signal = []
        d_state = np.zeros_like(d_outputs[0])
        for (frame, state, z, r, cand), d_out in zip(reversed(self._saved), d_outputs[::-1]):
            d_state = d_state + d_out
            d_cand = d_state * (1 - z) * (1 - cand ** 2)
            d_z = d_state * (state - cand) * z * (1 - z)
            d_gated = d_cand @ self.recurrent[:, 2 * u :].T
            d_r = d_gated * state * r * (1 - r)
            d_pre = np.concatenate([d_z, d_r, d_cand], axis=1)
            self.d_kernel += frame.T @ d_pre
            self.d_bias += d_pre.mean(axis=0)
            self.d_recurrent[:, : 2 * u] += state.T @ d_pre[:, : 2 * u]
            self.d_recurrent[:, 2 * u :] += (r * state).T @ d_cand
            d_signal.append(d_pre @ self.kernel.T)
            d_state = d_state * z + d_gated + d_pre[:, : 2 * u] @ self.recurrent[:, : 2 * u].T
        return np.asarray(d_signal[::-1]), d_state
