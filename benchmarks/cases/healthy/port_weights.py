"""NumPy re-implementation so that I can check weights exported from the big framework."""
from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Arr = NDArray[np.float64]


def _sigma(a: Arr) -> Arr:
    return 1.0 / (1.0 + np.exp(-a))


class PortedCell:
    def __init__(self, input_size: int, hidden_size: int) -> None:
        self.input_size = input_size
        self.hidden_size = hidden_size
        bound = hidden_size ** -0.5
        g = np.random.default_rng(0)
        self.weight_ih: Arr = g.uniform(-bound, bound, (3 * hidden_size, input_size))
        self.weight_hh: Arr = g.uniform(-bound, bound, (3 * hidden_size, hidden_size))
        self.bias_ih: Arr = g.uniform(-bound, bound, 3 * hidden_size)
        self.bias_hh: Arr = g.uniform(-bound, bound, 3 * hidden_size)
        self.grad: dict[str, Arr] = {}
        self._tape: list[tuple[Arr, ...]] = []

    def forward(self, x: Arr, h: Arr) -> Arr:
        i_r, i_z, i_n = np.split(x @ self.weight_ih.T + self.bias_ih, 3, axis=-1)
        h_r, h_z, h_n = np.split(h @ self.weight_hh.T + self.bias_hh, 3, axis=-1)
        reset = _sigma(i_r + h_r)
        keep = _sigma(i_z + h_z)
        new = np.tanh(i_n + reset * h_n)
        self._tape.append((x, h, reset, keep, new, h_n))
        return new + keep * (h - new)

    def backward(self, dh_next: Arr) -> tuple[Arr, Arr]:
        x, h, reset, keep, new, h_n = self._tape.pop()
        d_new = dh_next * (1 - keep) * (1 - new ** 2)
        d_keep = dh_next * (h - new) * keep * (1 - keep)
        d_reset = d_new * h_n * reset * (1 - reset)
        d_i = np.concatenate([d_reset, d_keep, d_new], axis=-1)
        d_h = np.concatenate([d_reset, d_keep, d_new * reset], axis=-1)
        self._add("weight_ih", d_i.T @ x)
        self._add("weight_hh", d_h.T @ h)
        self._add("bias_ih", d_i.sum(axis=0))
        self._add("bias_hh", d_h.sum(axis=0))
        dx = d_i @ self.weight_ih
        dh = d_h @ self.weight_hh + dh_next * keep
        return dx, dh

    def _add(self, name: str, value: Arr) -> None:
        self.grad[name] = self.grad.get(name, 0.0) + value

    def zero_grad(self) -> None:
        self.grad.clear()
