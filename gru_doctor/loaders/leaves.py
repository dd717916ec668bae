"""What a call returned, or left on the object: the arrays in it, and which of them is the state."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gru_doctor.loaders.axes import fits
from gru_doctor.loaders.frameworks import Framework

Path = tuple[Any, ...]
SEQUENCES = ("TBH", "BTH", "TBH1", "TH", "TH1", "T1H", "1TH", "THB", "BHT", "HBT", "HT", "DBT")
STATES = ("BH", "1BH", "B1H", "HB", "H", "1H", "H1", "11H", "BH1")


@dataclass(frozen=True)
class Leaf:
    """Where an array stands in what came back, its layout, and how many leading steps to drop."""

    path: Path
    axes: str
    skip: int = 0


def flatten(value: Any, framework: Framework, path: Path = ()) -> Iterator[tuple[Path, NDArray[Any]]]:
    """Every array in tuples, lists and dicts, at most three deep; a list of equal-shaped arrays is
    also one array."""
    array = framework.array(value)
    if array is not None and array.dtype.kind == "f":
        yield path, array
    if len(path) >= 3:
        return
    if isinstance(value, dict):
        for key, part in value.items():
            yield from flatten(part, framework, (*path, key))
    elif isinstance(value, list | tuple) and not (len(path) > 0 and array is not None):
        for i, part in enumerate(value):
            yield from flatten(part, framework, (*path, i))


def pick(value: Any, path: Path) -> Any:
    """The part of a returned value at a path."""
    for key in path:
        value = value[key]
    return value


def sequences(value: Any, framework: Framework, sizes: dict[str, int]) -> Iterator[Leaf]:
    """Leaves that can be the states over time; T + 1 of them include the initial one."""
    for path, array in flatten(value, framework):
        for axes in SEQUENCES:
            if fits(array.shape, axes, sizes):
                yield Leaf(path, axes)
            elif fits(array.shape, axes, sizes | {"T": sizes["T"] + 1}):
                yield Leaf(path, axes, skip=1)


def states(value: Any, framework: Framework, sizes: dict[str, int], axes: str | None) -> Iterator[Leaf]:
    """Leaves that can be one state, outer ones before nested ones."""
    wanted = (axes,) if axes else STATES
    found = [
        Leaf(path, layout)
        for path, array in flatten(value, framework)
        for layout in wanted
        if fits(array.shape, layout, sizes)
    ]
    yield from sorted(found, key=lambda leaf: len(leaf.path))


def read(value: Any, leaf: Leaf, framework: Framework) -> NDArray[np.float64]:
    """The array of a leaf, as it is laid out there."""
    array = framework.array(pick(value, leaf.path))
    if array is None:
        raise TypeError("what the call returned changed its form")
    return np.array(array, dtype=np.float64)
