"""Parts of a value, and the value with a part replaced."""

from __future__ import annotations

from typing import Any

import torch

from gru_doctor.loaders.standins.slicing import axes_of, parts_of, sliced
from gru_doctor.loaders.standins.theano.casting import keeping
from gru_doctor.loaders.standins.theano.ops import op
from gru_doctor.loaders.standins.theano.variable import Variable, lift
from gru_doctor.loaders.standins.values import of_kind, plain


@op
def index(x: Any, key: Any) -> Any:
    """x[key], as NumPy does it; steps may be negative. Remembers its origin for `set_subtensor`."""
    parts, result = parts_of(key), of_kind(sliced(lift(x), key), Variable)
    result.origin = (x, key)
    return keeping(result, _pattern(x, parts)) if _has_pattern(x, parts) else result


def set_subtensor(part: Any, value: Any, inplace: bool = False, tolerate_aliasing: bool = False) -> Any:
    """The whole that `part` was taken from, with `value` in its place; the whole itself stays."""
    return written(part, value, False)


def inc_subtensor(part: Any, value: Any, inplace: bool = False, tolerate_aliasing: bool = False) -> Any:
    """The whole that `part` was taken from, with `value` added in its place."""
    return written(part, value, True)


@op
def written(part: Any, value: Any, accumulate: bool) -> Any:
    """The whole with `value` put, or added, where `part` was."""
    if getattr(part, "origin", None) is None:
        raise TypeError("set_subtensor and inc_subtensor need a part such as x[1:3]")
    whole, key = lift(part.origin[0]), part.origin[1]
    flat = plain(whole)
    places = sliced(torch.arange(flat.numel()).reshape(flat.shape), key)
    new = plain(value).to(flat.dtype).expand(places.shape).reshape(-1)
    at = (places.reshape(-1),)
    result = flat.reshape(-1).index_put(at, new, accumulate=accumulate).reshape(flat.shape)
    return keeping(result.as_subclass(Variable), whole.pattern)


@op
def take(x: Any, indices: Any, axis: int | None = None, mode: str = "raise") -> Any:
    """The entries, or the slices along an axis, at these places."""
    x = lift(x)
    if axis is None:
        return index(x.reshape(-1), indices)
    return index(x, (slice(None),) * (axis % x.ndim) + (indices,))


def _has_pattern(x: Any, parts: list[Any]) -> bool:
    return any(part is None for part in parts) or getattr(x, "pattern", None) is not None


def _pattern(x: Any, parts: list[Any]) -> tuple[bool, ...]:
    if any(isinstance(part, torch.Tensor) for part in parts):
        return ()
    ndim = x.ndim
    known = lift(x).broadcastable
    pattern: list[bool] = []
    full = parts if Ellipsis in parts else [*parts, Ellipsis]
    for part, axis in zip(full, axes_of(ndim, full), strict=True):
        if part is None:
            pattern.append(True)
        elif part is Ellipsis:
            pattern += known[axis : axis + ndim - sum(p is not None for p in full) + 1]
        elif isinstance(part, slice):
            pattern.append(part == slice(None) and known[axis])
    return tuple(pattern)
