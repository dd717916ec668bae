"""Which blocks the user's arrays could hold, by their shapes alone."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from gru_doctor.equations.reading import Place
from gru_doctor.records import Card

Blocks = dict[str, list[Place]]

MOST_STACKED = 6
"""Biases in one array: two of each gate."""


def candidates(card: Card) -> Blocks:
    """Every block of a gate's shape that an array could hold, alone, stacked, or packed along one axis."""
    d, h = card.input_size, card.hidden_size
    found: Blocks = {"W": [], "U": [], "b": []}
    for p in card.parameters:
        shape = tuple(n for n in p.shape if n != 1)
        grid = np.arange(int(np.prod(shape)), dtype=np.intp).reshape(shape)
        for part in _layers(grid):
            for kind, place in _matrices(p.name, part, d, h):
                found[kind].append(place)
        for row in _rows(grid, h):
            found["b"] += [Place(p.name, part) for part in np.split(row, len(row) // h)]
    return found


def _layers(grid: NDArray[np.intp]) -> list[NDArray[np.intp]]:
    """The matrices of an array: itself, or those stacked along its shortest axis."""
    if grid.ndim != 3:
        return [grid] if grid.ndim == 2 else []
    return list(np.moveaxis(grid, int(np.argmin(grid.shape)), 0))


def _rows(grid: NDArray[np.intp], h: int) -> list[NDArray[np.intp]]:
    """The vectors of an array, alone or a few of them stacked, that could hold biases."""
    if grid.ndim == 1:
        return [grid] if len(grid) % h == 0 else []
    if grid.ndim != 2 or min(grid.shape) > MOST_STACKED or max(grid.shape) % h:
        return []
    return list(grid if grid.shape[1] % h == 0 else grid.T)


def _matrices(name: str, grid: NDArray[np.intp], d: int, h: int) -> Iterator[tuple[str, Place]]:
    """Blocks of rows × H in a matrix or its transpose, the input's and the state's rows apart or not."""
    for turned in (grid, grid.T):
        rows, columns = turned.shape
        if columns % h:
            continue
        for part in np.split(turned, columns // h, axis=1):
            if rows in (d, h):
                yield ("W" if rows == d else "U"), Place(name, part)
            elif rows == d + h:
                yield "W", Place(name, part[:d])
                yield "U", Place(name, part[d:])
                yield "W", Place(name, part[h:])
                yield "U", Place(name, part[:h])
