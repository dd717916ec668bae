"""What a call returned, or left on the object: the arrays in it, and which of them is the state."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from numpy.typing import NDArray

from gru_doctor.loaders.axes import fits
from gru_doctor.loaders.frameworks import Framework

Path = tuple[Any, ...]
SEQUENCES = ("TBH", "BTH", "TBH1", "TH", "TH1", "T1H", "1TH", "THB", "BHT", "HBT", "HT")
STATES = ("BH", "1BH", "B1H", "HB", "H", "1H", "H1", "11H", "BH1")
DEEPEST = 3


@dataclass(frozen=True)
class Leaf:
    """Where an array stands in what came back, its layout, and how many leading steps to drop: -1 where
    the initial state comes last (`s[-1]` of T + 1 rows)."""

    path: Path
    axes: str
    skip: int = 0

    def kept(self, steps: Any) -> Any:
        """The steps over time, without the initial state."""
        return steps[:-1] if self.skip < 0 else steps[self.skip :]


def opened(value: Any) -> Any:
    """A value whose parts can be picked by key: numbered dicts become lists in the order of their
    keys, records become dicts."""
    if isinstance(value, dict) and len(value) > 1 and all(isinstance(k, int) for k in value):
        return [value[k] for k in sorted(value)]
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: getattr(value, f.name, None) for f in dataclasses.fields(value)}
    return value


def flatten(value: Any, framework: Framework, path: Path = ()) -> Iterator[tuple[Path, NDArray[Any]]]:
    """Every array in tuples, lists, dicts and records, at most three deep; a list of equal-shaped
    arrays is also one array."""
    value = opened(value)
    array = framework.array(value)
    if array is not None and array.dtype.kind == "f":
        yield path, array
    if len(path) >= DEEPEST:
        return
    if isinstance(value, dict):
        for key, part in value.items():
            yield from flatten(part, framework, (*path, key))
    elif isinstance(value, list | tuple):
        for i, part in enumerate(value):
            yield from flatten(part, framework, (*path, i))


def pick(value: Any, path: Path) -> Any:
    """The part of a returned value at a path."""
    for key in path:
        value = opened(value)[key]
    return opened(value)


def sequences(value: Any, framework: Framework, sizes: dict[str, int]) -> Iterator[Leaf]:
    """Leaves that can be the states over time, outer ones first; T + 1 of them include the initial
    one, and T - 1 or T - 2 have lost some."""
    longer = sizes | {"T": sizes["T"] + 1}
    shorter = [sizes | {"T": sizes["T"] - lost} for lost in (1, 2)]
    found, short = [], []
    for path, array in flatten(value, framework):
        found += [Leaf(path, a) for a in SEQUENCES if fits(array.shape, a, sizes)]
        found += [Leaf(path, a, skip=1) for a in SEQUENCES if fits(array.shape, a, longer)]
        short += [Leaf(path, a) for less in shorter for a in SEQUENCES if fits(array.shape, a, less)]
    yield from sorted(found, key=lambda leaf: len(leaf.path))
    yield from sorted(short, key=lambda leaf: len(leaf.path))


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
