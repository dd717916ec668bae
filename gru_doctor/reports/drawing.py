"""Inline SVG of curves and of error maps. Colours are classes, so that the page decides on them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from itertools import groupby
from math import isfinite

from gru_doctor.records import Map
from gru_doctor.reports.words import number, plain

WIDTH, HEIGHT = 440, 190
LEFT, RIGHT, TOP, BOTTOM = 58, 12, 10, 24
LEVELS = ((1e-6, "to 1e-6"), (1e-3, "to 0.001"), (1e-1, "to 0.1"))
CELL = 12


def curves(series: Mapping[str, Sequence[float]], caption: str, across: str) -> str:
    """Named curves on one scale; a curve of one value is drawn as a level line. "" with no curve."""
    drawn = {name: curve for name, curve in series.items() if len(curve)}
    finite = [v for curve in drawn.values() for v in curve if isfinite(v)]
    if not finite:
        return ""
    low, high = min(0.0, *finite), max(finite)
    steps = max(map(len, drawn.values()))
    lines = "".join(_curve(i, curve, steps, (low, high)) for i, curve in enumerate(drawn.values()))
    legend = "".join(_key(i, name, curve) for i, (name, curve) in enumerate(drawn.items()))
    svg = _svg(WIDTH, HEIGHT, caption, _axes(low, high, across) + lines)
    return f'<figure>{svg}<ul class="legend">{legend}</ul><figcaption>{_text(caption)}</figcaption></figure>'


def heat_map(name: str, rows: Map, tolerance: float) -> str:
    """A picture of the errors of one array: a square an entry, in five levels."""
    levels = [[_level(e, tolerance) for e in row] for row in rows]
    paths = "".join(_squares(levels, level) for level in range(len(LEVELS) + 2))
    high, wide = len(rows), len(rows[0])
    told = f"{name}: {_worst(rows, tolerance)}"
    svg = _svg(wide * CELL, high * CELL, told, paths, fixed=True)
    return f'<figure class="map">{svg}<figcaption>{_text(told)}</figcaption></figure>'


def level_names(tolerance: float) -> list[str]:
    """What the five levels stand for, the smallest first."""
    bounds = [f"tolerated (up to {number(tolerance)})", *(name for _, name in LEVELS), "more"]
    return bounds


def _svg(width: int, height: int, alt: str, inner: str, *, fixed: bool = False) -> str:
    size = f' width="{width}" height="{height}"' if fixed else ""
    label = escape(plain(alt), quote=True)
    return f'<svg role="img" aria-label="{label}" viewBox="0 0 {width} {height}"{size}>{inner}</svg>'


def _curve(i: int, curve: Sequence[float], steps: int, scale: tuple[float, float]) -> str:
    values = list(curve) if len(curve) > 1 else [curve[0]] * steps
    pieces = groupby(enumerate(values), key=lambda point: isfinite(point[1]))
    drawn = (
        " ".join(f"{_x(k, steps):.1f},{_y(v, *scale):.1f}" for k, v in piece)
        for whole, piece in pieces
        if whole
    )
    return "".join(f'<polyline class="curve c{i % 3}" points="{points}"/>' for points in drawn)


def _axes(low: float, high: float, across: str) -> str:
    base, middle = HEIGHT - BOTTOM, (LEFT + WIDTH - RIGHT) / 2
    marks = "".join(
        f'<text x="{LEFT - 6}" y="{_y(v, low, high) + 4:.1f}" text-anchor="end">{number(v)}</text>'
        for v in dict.fromkeys((low, high))
    )
    ends = (
        f'<text x="{LEFT}" y="{base + 16}">first</text>'
        f'<text x="{WIDTH - RIGHT}" y="{base + 16}" text-anchor="end">last</text>'
        f'<text x="{middle:.0f}" y="{base + 16}" text-anchor="middle">{_text(across)}</text>'
    )
    return f'<path class="axis" d="M{LEFT} {TOP}V{base}H{WIDTH - RIGHT}"/>{marks}{ends}'


def _x(k: int, steps: int) -> float:
    return LEFT + (WIDTH - LEFT - RIGHT) * (k / (steps - 1) if steps > 1 else 0.5)


def _y(value: float, low: float, high: float) -> float:
    share = (value - low) / (high - low) if high > low else 0.5
    return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * share


def _key(i: int, name: str, curve: Sequence[float]) -> str:
    told = f"{number(curve[0])} to {number(curve[-1])}" if len(curve) > 1 else number(curve[0])
    line = f'<svg aria-hidden="true" viewBox="0 0 28 8"><path class="curve c{i % 3}" d="M0 4H28"/></svg>'
    return f"<li>{line} {_text(name)}: {told}</li>"


def _level(error: float, tolerance: float) -> int:
    if error <= tolerance:
        return 0
    return 1 + sum(not error <= bound for bound, _ in LEVELS)


def _squares(levels: list[list[int]], level: int) -> str:
    """All squares of one level as a single path, neighbours in a row joined."""
    runs = []
    for y, row in enumerate(levels):
        x = 0
        for value, run in groupby(row):
            long = len(list(run))
            if value == level:
                runs.append(f"M{x * CELL} {y * CELL}h{long * CELL}v{CELL}h{-long * CELL}z")
            x += long
    return f'<path class="e{level}" d="{"".join(runs)}"/>' if runs else ""


def _worst(rows: Map, tolerance: float) -> str:
    """Such as: 21 of 147 entries are off, the largest error 0.5 in row 3, column 15"""
    flat = [(e, y, x) for y, row in enumerate(rows, 1) for x, e in enumerate(row, 1)]
    off = sum(not e <= tolerance for e, _, _ in flat)
    if not off:
        return f"all of {len(flat)} entries right"
    error, y, x = max(flat)
    return f"{off} of {len(flat)} entries off, most in row {y}, column {x}: {number(error)}"


def _text(text: str) -> str:
    return escape(plain(text), quote=False)
