"""Layouts as strings of axes: T time, B batch, D or H features, 1 an axis of length one.

"TBD" is the canonical sequence, "BH" the canonical state. A layout without B is called a row at a
time, one without T a step at a time.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from gru_doctor.errors import NotExamined

Floats = NDArray[np.float64]


def arrange(array: Any, axes: str, wanted: str) -> Any:
    """`array` with layout `axes` brought to layout `wanted`; every letter of axes must appear."""
    kept = [c for c in wanted if c != "1"]
    moved = np.transpose(array, [axes.index(c) for c in kept])
    for position, letter in enumerate(wanted):
        if letter == "1":
            moved = np.expand_dims(moved, position)
    return np.ascontiguousarray(moved)


def restore(array: Any, axes: str, wanted: str) -> Any:
    """The inverse of `arrange`: layout `axes` (which may hold 1s) back to `wanted`."""
    ones = tuple(i for i, c in enumerate(axes) if c == "1")
    squeezed = np.squeeze(array, ones) if ones else array
    letters = axes.replace("1", "")
    return np.transpose(squeezed, [letters.index(c) for c in wanted])


def fits(shape: tuple[int, ...], axes: str, sizes: dict[str, int]) -> bool:
    """Whether an array of this shape can have this layout."""
    return len(shape) == len(axes) and all(
        n == (1 if c == "1" else sizes[c]) for n, c in zip(shape, axes, strict=True)
    )


def laid(array: Floats, axes: str, wanted: str) -> Floats:
    """Canonical to the plan's layout; a single row loses its batch axis where there is none."""
    if "B" in axes and "B" not in wanted:
        array, axes = np.squeeze(array, axes.index("B")), axes.replace("B", "")
    made: Floats = arrange(array, axes, wanted)
    return made


def canonical(array: Any, axes: str, wanted: str) -> Floats:
    """The plan's layout to canonical; a missing batch axis becomes one of length one."""
    if array is None:
        raise TypeError("no array where one was")
    present = "".join(c for c in wanted if c in axes)
    squeezed = restore(np.asarray(array, dtype=np.float64), axes, present)
    for position, letter in enumerate(wanted):
        if letter not in axes:
            squeezed = np.expand_dims(squeezed, position)
    return np.ascontiguousarray(squeezed)


def lengths(mask: Floats) -> Any:
    """How many steps of each row of a mask (T, B) are real, where the padding is all at the end."""
    if (np.diff(mask, axis=0) > 0).any():
        raise NotExamined("lengths cannot tell of padding between real steps")
    return mask.sum(0).astype(np.int64)
