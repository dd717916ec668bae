"""scipy.special: the activations."""

from __future__ import annotations

from typing import Any

import numpy as np

from gru_doctor.loaders.standins.facade import Surface
from gru_doctor.records import Array


def expit(x: Any) -> Array:
    """σ(x), without overflow, of an array or a number."""
    small = np.exp(-np.abs(x))
    whole: Array = np.where(np.asarray(x) >= 0, 1.0, small) / (1.0 + small)
    return whole


def softmax(x: Any, axis: int | None = None) -> Array:
    """exp(x) over its sum along `axis`, or over all of it."""
    raised = np.exp(x - np.max(x, axis=axis, keepdims=True))
    whole: Array = raised / raised.sum(axis=axis, keepdims=True)
    return whole


def surface() -> Surface:
    """See the package."""
    return {"scipy.special": {"expit": expit, "softmax": softmax}}
