"""Every number a right step computes, so that recorded values can be recognised element by element.

Single elements are looked up by absolute value: transposes, slices, packing, lists and negation then
need no special care. Probes are full-precision draws, so that numbers do not collide.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, combinations

import numpy as np
from numpy.typing import NDArray

from gru_doctor.closeness import RECOGNISED
from gru_doctor.equations.gru import Step
from gru_doctor.records import Array


class Vocabulary:
    """A set of known numbers, looked up by absolute value."""

    def __init__(self, values: Iterator[Array] | list[Array]) -> None:
        flat = [np.abs(np.asarray(v, dtype=float)).ravel() for v in values]
        whole = np.concatenate(flat) if flat else np.zeros(0)
        self._known = np.sort(whole[np.isfinite(whole)])

    def __contains__(self, value: Array) -> bool:
        """Whether every element is known; 0 and 1 count only as whole arrays, and a line of ones that
        multiplies the biases beside others."""
        flat = _without_ones(np.abs(np.asarray(value, dtype=float))).ravel()
        if not flat.size:
            return True
        plain = (flat == 0) | (flat == 1) | (flat == 0.5) | (flat == 2)
        if plain.all():
            return True
        return bool((self._found(flat)).all())

    def _found(self, flat: NDArray[np.float64]) -> NDArray[np.bool_]:
        return among(flat, self._known)

    def knows(self, numbers: Array) -> NDArray[np.bool_]:
        """Which of these numbers, one by one, are known."""
        return self._found(np.abs(np.asarray(numbers, dtype=float)))


def _without_ones(value: NDArray[np.float64]) -> NDArray[np.float64]:
    """A matrix without its one row or column of ones; as it is where it has none, or more."""
    for axis in (0, 1) if value.ndim == 2 else ():
        ones = (value == 1).all(axis=axis)
        if ones.sum() == 1 and len(ones) > 1:
            return np.compress(~ones, value, axis=1 - axis)
    return value


def among(flat: NDArray[np.float64], known: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Which of these numbers are known, sign included; `known` is sorted."""
    if not known.size:
        return np.zeros(flat.shape, dtype=bool)
    right = np.clip(np.searchsorted(known, flat), 0, len(known) - 1)
    left = np.clip(right - 1, 0, None)
    nearest = np.minimum(np.abs(known[right] - flat), np.abs(known[left] - flat))
    near: NDArray[np.bool_] = np.isfinite(flat) & (nearest <= RECOGNISED * np.maximum(np.abs(flat), 1e-12))
    return near


def words(s: Step) -> Iterator[Array]:
    """Inputs, weights, every partial sum of each pre-activation, the gates, the products of the
    blend and the new state of one step."""
    yield from (s.x, s.h, *s.weights.values())
    yield from (s.z, s.r, s.n, s.out, 1 - s.z)
    for g in ("z", "r"):
        yield from sums(
            [s.times(s.x, f"W_{g}"), s.times(s.h, f"U_{g}"), s.block(f"b_{g}"), s.block(f"c_{g}")]
        )
    yield from candidate_words(s)
    yield from (
        s.keep * s.h,
        (1 - s.keep) * s.n,
        s.h - s.n,
        s.keep * (s.h - s.n),
        (1 - s.keep) * (s.n - s.h),
    )


def candidate_words(s: Step) -> Iterator[Array]:
    """The terms of the candidate under the convention's place of the reset gate."""
    outer = [s.times(s.x, "W_n"), s.block("b_n")]
    if s.convention.reset == "after":
        inner = [s.times(s.h, "U_n"), s.block("c_n")]
        yield from sums(inner)
        product = s.r * (inner[0] + inner[1])
        yield product
        yield from sums([*outer, product])
        return
    yield s.r * s.h
    yield from sums([*outer, s.times(s.r * s.h, "U_n"), s.block("c_n")])


def packed_words(s: Step) -> Iterator[Array]:
    """What a fused product also computes on the side, harmless as long as nobody uses it alone."""
    terms = [s.times(s.x, "W_n"), s.times(s.h, "U_n"), s.block("b_n"), s.block("c_n")]
    yield from sums(terms)


def sums(terms: list[Array]) -> Iterator[Array]:
    """All subset sums of the terms that are there, broadcast to the largest."""
    there = [np.asarray(t) for t in terms if np.ndim(t)]
    subsets = chain.from_iterable(combinations(there, k) for k in range(1, len(there) + 1))
    for subset in subsets:
        total = subset[0]
        for term in subset[1:]:
            total = total + term
        yield total
