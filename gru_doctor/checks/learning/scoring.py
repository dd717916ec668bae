"""How an answer is scored: a loss, and its gradient by the scores."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from gru_doctor.records import Array


def cross_entropy(scores: Array, targets: NDArray[Any]) -> tuple[float, Array]:
    """The mean loss over scores (B, K) against the numbers of the right answers (B,), and its gradient."""
    shifted = scores - scores.max(axis=1, keepdims=True)
    weights = np.exp(shifted)
    total = weights.sum(axis=1, keepdims=True)
    rows = np.arange(len(scores))
    loss = np.mean(np.log(total[:, 0]) - shifted[rows, targets])
    slope = weights / total
    slope[rows, targets] -= 1
    return float(loss), slope / len(scores)


def squares(scores: Array, targets: Array) -> tuple[float, Array]:
    """The mean squared error of scores (B, 1) against values (B,), and its gradient."""
    apart = scores[:, 0] - targets
    return float(np.mean(apart**2)), 2 * apart[:, None] / len(apart)
