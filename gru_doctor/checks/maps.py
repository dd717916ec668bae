"""Where in each array the user's gradient is off, and how it fades over time: for the reports."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from gru_doctor.records import Array, Map
from gru_doctor.subject import Gradient

FINEST = 48
"""Rows and columns of a map at most: more than that nobody can tell apart in a picture."""


def error_maps(given: Gradient, right: Gradient) -> dict[str, Map]:
    """The error of every entry of each array, relative to the array's largest entry, two-dimensional;
    of a missing gradient everything is missing. Arrays of another shape have no map."""
    return {
        name: _rows(_relative(seen, true))
        for name, seen, true in _pairs(given, right)
        if seen.shape == true.shape and true.size
    }


def flow(given: Gradient, right: Gradient | None) -> dict[str, tuple[float, ...]]:
    """The size of the gradient with respect to the input of every step: yours and the reference's."""
    named = {"yours": given.xs, "reference": right.xs if right else None}
    return {name: _sizes(xs) for name, xs in named.items() if xs is not None and xs.ndim == 3}


def _pairs(given: Gradient, right: Gradient) -> Iterator[tuple[str, Array, Array]]:
    """(name, the user's, the true one)"""
    for name, true in sorted(right.weights.items()):
        yield name, given.weights.get(name, np.zeros_like(true)), true


def _relative(seen: Array, true: Array) -> Array:
    size = float(np.maximum(np.max(np.abs(seen)), np.max(np.abs(true))))
    with np.errstate(invalid="ignore"):  # what is not finite is shown, and is no news
        off = np.abs(seen - true) / (size or 1.0)
    return np.where(np.isfinite(off), off, np.inf)


def _rows(errors: Array) -> Map:
    """As rows and columns, each entry the largest of its tile where there are too many."""
    flat = errors.reshape(-1, errors.shape[-1]) if errors.ndim else errors.reshape(1, 1)
    for axis in (0, 1):
        cuts = _cuts(flat.shape[axis])
        flat = np.maximum.reduceat(flat, cuts, axis=axis)
    return tuple(tuple(float(e) for e in row) for row in flat)


def _cuts(n: int) -> list[int]:
    """Where each of at most FINEST stretches of n begins."""
    pieces = min(n, FINEST)
    return [i * n // pieces for i in range(pieces)]


def _sizes(xs: Array) -> tuple[float, ...]:
    return tuple(float(np.linalg.norm(step)) for step in xs)
