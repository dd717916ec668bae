"""The only place that knows what "close" means: gaps, noise floors, tolerances, step sizes.

A gap is relative to the size of the thing itself: never absolute alone, never scaled by how many
entries there are. A function of size 1e-6 is held to the same standard as one of size 1.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Any

import numpy as np

from gru_doctor.records import Array

ROUNDING = {"float64": 1e-12, "float32": 2e-5, "float16": 2e-2}
"""Largest gap that rounding alone explains in one forward pass, by dtype."""

GRADIENT = {"float64": 1e-10, "float32": 1e-3, "float16": 1e-1}
"""Largest gap between a gradient and the reference backward pass, by dtype."""

EPSILON = {"float64": 2.0**-52, "float32": 2.0**-23, "float16": 2.0**-10}
SATURATED = 1e-4
"""How near a saturated gate of a knock-out must come to 0 or 1."""


RECOGNISED = 1e-9
"""How near two values of one run are that are one: rounding is far below, what only looks alike far above."""


def gap(a: Any, b: Any) -> float:
    """Largest difference relative to the largest entry of either; inf for NaN or another shape."""
    a, b = np.asarray(a), np.asarray(b)
    if a.shape != b.shape:
        return float("inf")
    if not a.size:
        return 0.0
    size = float(np.maximum(np.max(np.abs(a)), np.max(np.abs(b))))  # NaN of either stays NaN
    if not np.isfinite(size):
        return float("inf")
    return float(np.max(np.abs(a - b))) / size if size else 0.0


def apart(a: Any, b: Any, size: float) -> float:
    """Largest difference relative to the largest entry of either, or to `size`, that of the numbers both
    were made of: terms that cancel leave a rest that is rounding alone. inf for NaN or another shape."""
    a, b = np.asarray(a), np.asarray(b)
    if a.shape != b.shape:
        return float("inf")
    largest = max(size, float(np.max(np.abs(a), initial=0.0)), float(np.max(np.abs(b), initial=0.0)))
    difference = float(np.max(np.abs(a - b), initial=0.0))
    if not np.isfinite(difference):
        return float("inf")
    return difference / largest if largest else 0.0


def recognised(a: Any, b: Any) -> bool:
    """Whether two values of one run are the same one, computed in another order perhaps."""
    return gap(a, b) <= RECOGNISED


def rounding(dtype: str) -> float:
    """The tolerance of a forward comparison in this dtype."""
    return ROUNDING.get(dtype, ROUNDING["float64"])


def gradient_tolerance(dtype: str) -> float:
    """The tolerance of an entrywise gradient comparison in this dtype."""
    return GRADIENT.get(dtype, GRADIENT["float64"])


def witnessed(noise: float, dtype: str) -> float:
    """The tolerance of a directional derivative measured with this noise in this dtype."""
    return max(1e-2 if dtype == "float32" else 1e-6, 10 * noise)


def beyond_doubt(dtype: str) -> float:
    """The noise of a directional derivative from which on less noise lowers no tolerance, ten times over."""
    return witnessed(0.0, dtype) / 100


@dataclass(frozen=True)
class Slope:
    """A directional derivative by finite differences, and the noise it was measured with."""

    value: float
    noise: float
    step: float


SMOOTH_STEP = {"float64": 2.0**-8, "float32": 2.0**-4}
"""Where the five-point formula has neither curvature nor rounding to speak of in the code of a GRU."""


def slope(f: Callable[[float], float], dtype: str = "float64", enough: float = 0.0) -> Slope:
    """f'(0) by the five-point formula, at the step where halving it changes least.

    The step that suits smooth code comes first: where halving it changes the derivative by no more than
    `enough`, six evaluations are all. Otherwise the step is swept.
    """
    known = cache(f)
    step = SMOOTH_STEP.get(dtype, SMOOTH_STEP["float64"])
    coarse, fine = five_points(known, step), five_points(known, step / 2)
    change = abs(fine - coarse)
    return Slope(fine, change, step / 2) if change <= enough else _swept(f, dtype)


def _swept(f: Callable[[float], float], dtype: str) -> Slope:
    """From coarse to fine: curvature shrinks with the step, rounding grows; where two neighbours agree
    best is the estimate, and their difference is its noise. A kink (hard sigmoid, relu) makes coarse
    steps disagree and fine ones agree, so the sweep steps around it."""
    start = 0.05 if dtype == "float64" else 0.2
    steps = [start / 4**k for k in range(6)]
    values = [five_points(f, e) for e in steps]
    changes = [abs(b - a) for a, b in pairwise(values)]
    best = int(np.argmin(changes))
    return Slope(values[best + 1], changes[best], steps[best + 1])


def five_points(f: Callable[[float], float], e: float) -> float:
    """f'(0) from four values, with an error of fourth order in the step."""
    return (8 * (f(e) - f(-e)) - (f(2 * e) - f(-2 * e))) / (12 * e)


def same(a: Array, b: Array, dtype: str) -> bool:
    """Whether two forward results agree to rounding."""
    return gap(a, b) <= rounding(dtype)
