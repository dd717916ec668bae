"""Functions over whole axes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch

from gru_doctor.loaders.standins.theano.casting import floating, keeping, number
from gru_doctor.loaders.standins.theano.ops import op
from gru_doctor.loaders.standins.theano.variable import Variable, lift
from gru_doctor.loaders.standins.values import plain

Function = Callable[..., Any]


def reducing(compute: Function, prepare: Function, name: str) -> Function:
    """A function over an axis, over a list of axes, or over all of them."""

    def apply(x: Any, axis: Any = None, dtype: Any = None, keepdims: bool = False) -> Any:
        x = prepare(x)
        axes = _axes(axis, x.ndim)
        result = compute(plain(x), axes) if axes else plain(x)
        if not keepdims:
            return result.reshape([int(x.shape[i]) for i in range(x.ndim) if i not in axes])
        return keeping(result, tuple(i in axes or b for i, b in enumerate(x.broadcastable)))

    # The rank of a deferred result is found by this name.
    apply.__name__ = name
    return op(apply)


def _axes(axis: Any, ndim: int) -> list[int]:
    if axis is None:
        return list(range(ndim))
    listed = axis if isinstance(axis, (list, tuple)) else [axis]
    return [int(a) % ndim for a in listed]


def _one_by_one(compute: Function) -> Function:
    """A torch function that takes a single axis, made to take several."""

    def apply(x: Any, axes: list[int]) -> Any:
        for axis in axes:
            x = compute(x, axis)
        return x

    return apply


def _place_of(compute: Function) -> Function:
    def apply(x: Any, axes: list[int]) -> Any:
        if len(axes) == 1:
            return compute(x, axes[0], True)
        return compute(x.reshape(-1), 0, True).reshape([1] * x.ndim)

    return apply


@op
def norm(x: Any, ord: Any = None, axis: Any = None) -> Any:
    """The norm of order `ord` of all entries, or along an axis."""
    return torch.linalg.vector_norm(floating(x), 2 if ord is None else ord, axis)


@op
def cumsum(x: Any, axis: int | None = None) -> Any:
    """The running sum."""
    x = plain(number(x))
    return torch.cumsum(x.reshape(-1) if axis is None else x, axis or 0)


@op
def max_and_argmax(x: Any, axis: Any = None, keepdims: bool = False) -> Any:
    """The largest entry and where it is."""
    return [FUNCTIONS[name](x, axis, keepdims=keepdims) for name in ("max", "argmax")]


@op
def sort(x: Any, axis: int = -1) -> Any:
    """The entries in rising order."""
    return torch.sort(lift(x), axis).values.as_subclass(Variable)


@op
def argsort(x: Any, axis: int = -1) -> Any:
    """The places of the entries in rising order."""
    return torch.argsort(lift(x), axis)


FUNCTIONS: dict[str, Function] = {
    name: reducing(compute, prepare, name)
    for name, compute, prepare in (
        ("sum", lambda x, axes: torch.sum(x, axes, keepdim=True), number),
        ("mean", lambda x, axes: torch.mean(x, axes, keepdim=True), floating),
        ("var", lambda x, axes: torch.var(x, axes, correction=0, keepdim=True), floating),
        ("std", lambda x, axes: torch.std(x, axes, correction=0, keepdim=True), floating),
        ("max", lambda x, axes: torch.amax(x, axes, keepdim=True), number),
        ("min", lambda x, axes: torch.amin(x, axes, keepdim=True), number),
        ("prod", _one_by_one(lambda x, axis: torch.prod(x, axis, keepdim=True)), number),
        ("any", _one_by_one(lambda x, axis: torch.any(x, axis, keepdim=True)), lift),
        ("all", _one_by_one(lambda x, axis: torch.all(x, axis, keepdim=True)), lift),
        ("argmax", _place_of(torch.argmax), number),
        ("argmin", _place_of(torch.argmin), number),
    )
} | {
    "norm": norm, "cumsum": cumsum, "max_and_argmax": max_and_argmax,
    "sort": sort, "argsort": argsort,
}  # fmt: skip
