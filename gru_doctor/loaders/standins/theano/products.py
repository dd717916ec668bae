"""Sums of products over an axis."""

from __future__ import annotations

from typing import Any

import torch

from gru_doctor.loaders.standins.theano.casting import keeping, number
from gru_doctor.loaders.standins.theano.ops import op
from gru_doctor.loaders.standins.theano.variable import Variable


@op
def dot(a: Any, b: Any) -> Any:
    """The last axis of a against the last but one of b (its only one, when it is a vector)."""
    a, b = _alike(a, b)
    if 0 in (a.ndim, b.ndim):
        return a * b
    if b.ndim <= 2:
        return keeping(torch.matmul(a, b), a.broadcastable[:-1] + b.broadcastable[1:])
    return torch.tensordot(a, b, dims=([a.ndim - 1], [b.ndim - 2]))


@op
def tensordot(a: Any, b: Any, axes: Any = 2) -> Any:
    """The sum over these axes of a and b."""
    a, b = _alike(a, b)
    if isinstance(axes, int):
        return torch.tensordot(a, b, dims=axes)
    pair = [list(ax) if isinstance(ax, (list, tuple)) else [ax] for ax in axes]
    return torch.tensordot(a, b, dims=pair)


@op
def batched_dot(a: Any, b: Any) -> Any:
    """`dot` for each entry of the first axis."""
    a, b = _alike(a, b)
    right = "jk" if b.ndim == 3 else "j"
    left = "ij" if a.ndim == 3 else "j"
    return torch.einsum(f"b{left},b{right}->b{(left + right).replace('j', '')}", a, b)


@op
def outer(a: Any, b: Any) -> Any:
    """Each entry of a times each of b."""
    a, b = _alike(a, b)
    return torch.outer(a.reshape(-1), b.reshape(-1))


@op
def diagonal(x: Any, offset: int = 0, axis1: int = 0, axis2: int = 1) -> Any:
    """The diagonal of two axes."""
    return torch.diagonal(number(x), offset, axis1, axis2)


@op
def diag(x: Any, k: int = 0) -> Any:
    """The diagonal of a matrix, or the matrix with this diagonal."""
    return torch.diag(number(x), k)


@op
def trace(x: Any) -> Any:
    """The sum of the diagonal."""
    return torch.trace(number(x))


def _alike(a: Any, b: Any) -> tuple[Variable, Variable]:
    a, b = number(a), number(b)
    dtype = torch.result_type(a, b)
    return _of(a, dtype), _of(b, dtype)


def _of(x: Any, dtype: torch.dtype) -> Any:
    return x if x.dtype is dtype else keeping(x.to(dtype), x.pattern)


FUNCTIONS = {
    function.__name__: function for function in (dot, tensordot, batched_dot, outer, diagonal, diag, trace)
}
