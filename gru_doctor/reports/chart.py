"""Learning curves as one line of block characters each, all on one scale.

Two curves that agree would hide each other in a drawn plot; one above the other they are compared
at a glance, in one line each. No charting library is needed for that.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from math import isfinite

from gru_doctor.reports.words import number

BLOCKS = "▁▂▃▄▅▆▇█"
LOST = "×"


def chart(series: Mapping[str, Sequence[float]], width: int) -> list[str]:
    """A line a curve: its name, first value, shape and last value; a bucket of steps a column."""
    curves = {name: curve for name, curve in series.items() if len(curve)}
    values = [v for curve in curves.values() for v in curve if isfinite(v)]
    low, high = (min(values), max(values)) if values else (0.0, 0.0)
    label = max(map(len, curves), default=0)
    columns = max(width - label - 18, 8)
    return [
        f"{name:<{label}}  {number(curve[0]):>7} "
        f"{''.join(_block(v, low, high) for v in _buckets(curve, columns))} {number(curve[-1])}"
        for name, curve in curves.items()
    ]


def _buckets(curve: Sequence[float], columns: int) -> list[float]:
    """The means of at most `columns` consecutive stretches of the curve."""
    n = min(len(curve), columns)
    cuts = [i * len(curve) // n for i in range(n + 1)]
    return [sum(curve[a:b]) / (b - a) for a, b in pairwise(cuts)]


def _block(value: float, low: float, high: float) -> str:
    if not isfinite(value):
        return LOST
    share = (value - low) / (high - low) if high > low else 0.0
    return BLOCKS[min(int(share * len(BLOCKS)), len(BLOCKS) - 1)]
