"""The published GRU, in rows (x @ W), written from the papers and independent of the tool.

Cho et al. 2014 (reset before the product, z keeps), Chung et al. 2014 (z writes), cuDNN (reset
after the product, two biases). Arrays: x (B, D), h (B, H), W (D, H), U (H, H), b (H,).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np

from .case import Array


def sigmoid(a: Array) -> Array:
    """The logistic function."""
    return 1.0 / (1.0 + np.exp(-a))


def hard_sigmoid(a: Array) -> Array:
    """The piecewise linear gate of Theano and early Keras: slope 0.2."""
    return np.clip(0.2 * a + 0.5, 0.0, 1.0)


@dataclass
class Cell:
    """Weights and conventions of one cell. Gate order here: update, reset, candidate."""

    W: Sequence[Array]
    U: Sequence[Array]
    b: Sequence[Array] = ()
    c: Sequence[Array] = ()
    keeps: bool = True
    after: bool = False
    gate: Callable[[Array], Array] = field(default=sigmoid)
    candidate: Callable[[Array], Array] = field(default=np.tanh)

    def bias(self, which: Sequence[Array], gate: int) -> Array | float:
        return which[gate] if len(which) else 0.0

    def parts(self, x: Array, h: Array) -> tuple[Array, Array, Array, Array]:
        """Update gate, reset gate, candidate and new state, each (B, H)."""
        pre = [x @ self.W[k] + self.bias(self.b, k) for k in range(3)]
        rec = [h @ self.U[k] + self.bias(self.c, k) for k in range(2)]
        z, r = self.gate(pre[0] + rec[0]), self.gate(pre[1] + rec[1])
        if self.after:
            inner = r * (h @ self.U[2] + self.bias(self.c, 2))
        else:
            inner = (r * h) @ self.U[2] + self.bias(self.c, 2)
        n = self.candidate(pre[2] + inner)
        return z, r, n, z * h + (1 - z) * n if self.keeps else (1 - z) * h + z * n

    def step(self, x: Array, h: Array) -> Array:
        """One step: (B, D), (B, H) to (B, H)."""
        return self.parts(x, h)[3]

    def unroll(self, xs: Array, h: Array, mask: Array | None = None) -> Array:
        """All states, time first: (T, B, D) to (T, B, H); a masked step (T, B) holds the state."""
        states = []
        for t, x in enumerate(xs):
            new = self.step(x, h)
            if mask is not None:
                new = mask[t][:, None] * new + (1 - mask[t][:, None]) * h
            h = new
            states.append(h)
        return np.stack(states)


def thirds(array: Array, order: str = "zrn", axis: int = -1) -> list[Array]:
    """A packed array as [update, reset, candidate]; `order` is how the file packs them."""
    parts = np.split(array, len(order), axis=axis)
    return [parts[order.index(gate)] for gate in "zrn" if gate in order]


def turned(arrays: Sequence[Array]) -> list[Array]:
    """Matrices of W @ x as matrices of x @ W; columns (H, 1) as rows."""
    return [array.T for array in arrays]
