"""keras.utils.theano_utils: stored arrays and zeros."""

from __future__ import annotations

from typing import Any

import numpy as np

from gru_doctor.loaders.standins.theano.placeholders import TensorType
from gru_doctor.loaders.standins.theano.shaping import alloc
from gru_doctor.loaders.standins.theano.variable import shared


def floatX(X: Any) -> np.ndarray[Any, Any]:
    """The numbers as float64."""
    return np.asarray(X, dtype=np.float64)


def sharedX(X: Any, dtype: Any = None, name: str | None = None) -> Any:
    """A stored array with these numbers."""
    return shared(floatX(X), name=name)


def shared_zeros(shape: Any, dtype: Any = None, name: str | None = None) -> Any:
    """A stored array of zeros."""
    return sharedX(np.zeros(shape), name=name)


def shared_ones(shape: Any, dtype: Any = None, name: str | None = None) -> Any:
    """A stored array of ones."""
    return sharedX(np.ones(shape), name=name)


def shared_scalar(val: Any = 0.0, dtype: Any = None, name: str | None = None) -> Any:
    """A stored number."""
    return sharedX(val, name=name)


def alloc_zeros_matrix(*dims: Any) -> Any:
    """Zeros of this size, not stored."""
    return alloc(0.0, *dims)


def ndim_tensor(ndim: int) -> Any:
    """An input with this number of axes."""
    return TensorType("float64", (False,) * ndim)()


FUNCTIONS = {
    function.__name__: function
    for function in (
        floatX, sharedX, shared_zeros, shared_ones, shared_scalar, alloc_zeros_matrix, ndim_tensor,
    )
}  # fmt: skip
