"""x[key] as NumPy does it, on torch tensors: steps may be negative."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch

from gru_doctor.loaders.standins.values import plain


def sliced(x: torch.Tensor, key: Any) -> torch.Tensor:
    """The part of x at this key."""
    source, forward = _without_negative_steps(x, parts_of(key))
    # The method of the base: that of a value would come back here.
    return torch.Tensor.__getitem__(source, tuple(forward))


def parts_of(key: Any) -> list[Any]:
    """The key, one part for each axis, in numbers and tensors that torch takes."""
    return [_part(part) for part in (key if isinstance(key, tuple) else (key,))]


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
    forward, axes = [], axes_of(x.ndim, parts)
    for part, axis in zip(parts, axes, strict=True):
        if isinstance(part, slice) and (part.step or 1) < 0:
            x, part = torch.flip(x, [axis]), _mirrored(part, x.shape[axis])
        forward.append(part)
    return x, forward


def _mirrored(part: slice, length: int) -> slice:
    places = range(*part.indices(length))
    if not places:
        return slice(0, 0)
    return slice(length - 1 - places[0], length - places[-1], -places.step)


def axes_of(ndim: int, parts: list[Any]) -> list[int]:
    """The axis of x that each part of the key takes (for None and ... the next one)."""
    taken = [0 if part is None or part is Ellipsis else 1 for part in parts]
    rest = ndim - sum(taken)
    widths = [rest if part is Ellipsis else n for part, n in zip(parts, taken, strict=True)]
    return [int(axis) for axis in np.cumsum([0, *widths])[:-1]]
