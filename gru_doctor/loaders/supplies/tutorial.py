"""The helpers of the Theano tutorials, written anew."""

from __future__ import annotations

from typing import Any

import numpy as np

floatX = "float64"


def _p(prefix: str, name: str) -> str:
    """The key of a parameter: `encoder_W`."""
    return f"{prefix}_{name}"


def numpy_floatX(value: Any) -> Any:
    """The number in the precision of the computation."""
    return np.asarray(value, dtype=np.float64)


def ortho_weight(size: int) -> Any:
    """An orthogonal (size, size) matrix."""
    left, _, _ = np.linalg.svd(np.random.randn(size, size))
    return left


def norm_weight(rows: int, columns: int | None = None, scale: float = 0.01, ortho: bool = True) -> Any:
    """A (rows, columns) matrix of small normal numbers; an orthogonal one where it is square."""
    wide = rows if columns is None else columns
    return ortho_weight(rows) if wide == rows and ortho else scale * np.random.randn(rows, wide)


def uniform_weight(rows: int, columns: int, scale: float = 0.1) -> Any:
    """A (rows, columns) matrix of uniform numbers in (-scale, scale)."""
    return np.random.uniform(-scale, scale, (rows, columns))
