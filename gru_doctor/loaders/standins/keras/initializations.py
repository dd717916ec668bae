"""keras.initializations: stored arrays with first values, found by name.

The numbers come from NumPy's global generator, as in Keras 0.x, so that a seed set there holds.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from gru_doctor.loaders.standins.keras.choice import chosen
from gru_doctor.loaders.standins.keras.sharing import shared_ones, shared_zeros, sharedX

Spread = Callable[[int, int], float]


def uniform(shape: Any, scale: float = 0.05) -> Any:
    """Even between −scale and scale."""
    return sharedX(np.random.uniform(low=-scale, high=scale, size=shape))


def normal(shape: Any, scale: float = 0.05) -> Any:
    """Normal with this standard deviation."""
    return sharedX(np.random.randn(*_tuple(shape)) * scale)


def orthogonal(shape: Any, scale: float = 1.1) -> Any:
    """Orthogonal rows or columns, times scale (Saxe et al. 2013, arXiv:1312.6120)."""
    sizes = _tuple(shape)
    flat = np.random.normal(0.0, 1.0, (sizes[0], int(np.prod(sizes[1:]))))
    left, _, right = np.linalg.svd(flat, full_matrices=False)
    fitting = left if left.shape == flat.shape else right
    return sharedX(scale * fitting.reshape(sizes))


def identity(shape: Any, scale: float = 1.0) -> Any:
    """The identity, times scale."""
    rows, columns = _tuple(shape)
    if rows != columns:
        raise ValueError(f"only a square matrix can be the identity, not {rows} by {columns}")
    return sharedX(scale * np.identity(rows))


def zero(shape: Any) -> Any:
    """All 0."""
    return shared_zeros(shape)


def one(shape: Any) -> Any:
    """All 1."""
    return shared_ones(shape)


def _tuple(shape: Any) -> tuple[int, ...]:
    return tuple(shape) if isinstance(shape, (list, tuple)) else (int(shape),)


def _by_fans(name: str, draw: Callable[..., Any], spread: Spread) -> Callable[..., Any]:
    """Drawn with a scale that follows from the numbers of inputs and outputs."""

    def initialize(shape: Any) -> Any:
        sizes = _tuple(shape)
        return draw(shape, spread(sizes[0], sizes[-1]))

    initialize.__name__ = name
    return initialize


FUNCTIONS: dict[str, Callable[..., Any]] = {
    function.__name__: function
    for function in (
        uniform,
        normal,
        orthogonal,
        identity,
        zero,
        one,
        _by_fans("lecun_uniform", uniform, lambda i, o: float(np.sqrt(3.0 / i))),
        _by_fans("glorot_normal", normal, lambda i, o: float(np.sqrt(2.0 / (i + o)))),
        _by_fans("glorot_uniform", uniform, lambda i, o: float(np.sqrt(6.0 / (i + o)))),
        _by_fans("he_normal", normal, lambda i, o: float(np.sqrt(2.0 / i))),
        _by_fans("he_uniform", uniform, lambda i, o: float(np.sqrt(6.0 / i))),
    )
}


def get(identifier: Any) -> Any:
    """The initialization of this name, or the function given."""
    return chosen(identifier, FUNCTIONS, "initialization")
