"""Parts of a value, and the value with a part replaced."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch

from gru_doctor.loaders.standins.theano.casting import keeping
from gru_doctor.loaders.standins.theano.ops import op
from gru_doctor.loaders.standins.theano.variable import Variable, lift, plain


@op
def index(x: Any, key: Any) -> Any:
    """x[key], as NumPy does it; steps may be negative. Remembers its origin for `set_subtensor`."""
    parts = [_part(part) for part in (key if isinstance(key, tuple) else (key,))]
    source, forward = _without_negative_steps(plain(x), parts)
    result = source[tuple(forward)].as_subclass(Variable)
    result.origin = (x, key)
    return keeping(result, _pattern(x, parts)) if _has_pattern(x, parts) else result


def set_subtensor(
    part: Any, value: Any, inplace: bool = False, tolerate_aliasing: bool = False
) -> Any:
    """The whole that `part` was taken from, with `value` in its place; the whole itself stays."""
    return written(part, value, False)


def inc_subtensor(
    part: Any, value: Any, inplace: bool = False, tolerate_aliasing: bool = False
) -> Any:
    """The whole that `part` was taken from, with `value` added in its place."""
    return written(part, value, True)


@op
def written(part: Any, value: Any, accumulate: bool) -> Any:
    """The whole with `value` put, or added, where `part` was."""
    if getattr(part, "origin", None) is None:
        raise TypeError("set_subtensor and inc_subtensor need a part such as x[1:3]")
    whole, key = lift(part.origin[0]), part.origin[1]
    flat = plain(whole)
    places = index(torch.arange(flat.numel()).reshape(flat.shape), key)
    new = plain(value).to(flat.dtype).expand(places.shape).reshape(-1)
    at = (plain(places).reshape(-1),)
    result = flat.reshape(-1).index_put(at, new, accumulate=accumulate).reshape(flat.shape)
    return keeping(result.as_subclass(Variable), whole.pattern)


@op
def take(x: Any, indices: Any, axis: int | None = None, mode: str = "raise") -> Any:
    """The entries, or the slices along an axis, at these places."""
    x = lift(x)
    if axis is None:
        return index(x.reshape(-1), indices)
    return index(x, (slice(None),) * (axis % x.ndim) + (indices,))


def _part(part: Any) -> Any:
    if part is None or part is Ellipsis or isinstance(part, int):
        return part
    if isinstance(part, slice):
        return slice(*map(_bound, (part.start, part.stop, part.step)))
    places = plain(part)
    if places.ndim == 0:
        return int(places)
    return places if places.dtype is torch.bool else places.long()


def _bound(bound: Any) -> int | None:
    return None if bound is None else int(bound)


def _without_negative_steps(x: torch.Tensor, parts: list[Any]) -> tuple[torch.Tensor, list[Any]]:
    if not any(isinstance(part, slice) and (part.step or 1) < 0 for part in parts):
        return x, parts
    forward, axes = [], _axes(x.ndim, parts)
    for part, axis in zip(parts, axes, strict=True):
        if isinstance(part, slice) and (part.step or 1) < 0:
            x, part = x.flip(axis), _mirrored(part, x.shape[axis])
        forward.append(part)
    return x, forward


def _mirrored(part: slice, length: int) -> slice:
    places = range(*part.indices(length))
    if not places:
        return slice(0, 0)
    return slice(length - 1 - places[0], length - places[-1], -places.step)


def _axes(ndim: int, parts: list[Any]) -> list[int]:
    """The axis of x that each part of the key takes (for None and ... the next one)."""
    taken = [0 if part is None or part is Ellipsis else 1 for part in parts]
    rest = ndim - sum(taken)
    widths = [rest if part is Ellipsis else n for part, n in zip(parts, taken, strict=True)]
    return [int(axis) for axis in np.cumsum([0, *widths])[:-1]]


def _has_pattern(x: Any, parts: list[Any]) -> bool:
    return None in [p if p is None else 0 for p in parts] or getattr(x, "pattern", None) is not None


def _pattern(x: Any, parts: list[Any]) -> tuple[bool, ...]:
    if any(isinstance(part, torch.Tensor) for part in parts):
        return ()
    ndim = x.ndim
    known = lift(x).broadcastable
    pattern: list[bool] = []
    full = parts if Ellipsis in parts else [*parts, Ellipsis]
    for part, axis in zip(full, _axes(ndim, full), strict=True):
        if part is None:
            pattern.append(True)
        elif part is Ellipsis:
            pattern += known[axis : axis + ndim - sum(p is not None for p in full) + 1]
        elif isinstance(part, slice):
            pattern.append(part == slice(None) and known[axis])
    return tuple(pattern)
