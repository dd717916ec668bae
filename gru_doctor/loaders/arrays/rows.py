"""Weights kept unit by unit, `cells[3]['update']['bias']`: read and written as the arrays they make up."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gru_doctor.loaders.arrays.slots import Slot, put

UNIT = re.compile(r"^([\w.]*\w)\[(\d+)\](?=[.\[])")
Floats = NDArray[np.float64]


@dataclass
class Rows(Slot):
    """One row a unit, each an array of its own."""

    parts: list[Slot] = field(default_factory=list)

    def members(self) -> list[Slot]:
        """The stored arrays."""
        return self.parts

    def read(self) -> Floats:
        """A float64 copy (units, entries of one)."""
        return np.stack([part.read() for part in self.parts])

    def write(self, array: Floats) -> None:
        """Overwrite each row."""
        for part, row in zip(self.parts, np.asarray(array).reshape(self.read().shape), strict=True):
            part.write(row)

    def standing(self) -> Floats | None:
        """What stands in their places by now."""
        rows = [part.standing() for part in self.parts]
        kept = [row for row in rows if row is not None]
        return np.stack(kept) if len(kept) == len(rows) else None

    def put_back(self, array: Floats) -> None:
        """Write it, and let the rows stand at all their places again."""
        for part, row in zip(self.parts, array, strict=True):
            part.put_back(row)


@dataclass
class Numbers(Slot):
    """One number a unit, at its place in the unit's record."""

    def members(self) -> list[Slot]:
        """No array is stored."""
        return []

    def read(self) -> Floats:
        """A float64 copy (units,)."""
        return np.array([_get(*place) for place in self.places], dtype=np.float64)

    def write(self, array: Floats) -> None:
        """Overwrite each number."""
        for place, value in zip(self.places, np.asarray(array).ravel().tolist(), strict=True):
            put(*place, value)

    standing = read
    put_back = write


def by_unit(found: list[Slot], units: int) -> list[Slot]:
    """The slots, those of which there is one for each of so many units put together, with the numbers
    beside them."""
    groups: dict[str, list[Slot]] = defaultdict(list)
    for slot in found:
        if UNIT.match(slot.name):
            groups[UNIT.sub(r"\1[:]", slot.name)].append(slot)
    whole = {name: parts for name, parts in groups.items() if len(parts) == units}
    joined = {id(part) for parts in whole.values() for part in parts}
    rows = [Rows(name, parts, parts[0].framework, parts=parts) for name, parts in whole.items()]
    return [*(s for s in found if id(s) not in joined), *rows, *_beside(rows)]


def _beside(rows: Iterable[Rows]) -> list[Slot]:
    """The numbers that stand in the records of the rows, one of each a unit."""
    seen: dict[str, Slot] = {}
    for row in rows:
        owners = [part.places[0][0] for part in row.parts]
        last = re.sub(r"(\.\w+|\[[^\[]*\])$", "", row.name)
        for key in _numbered(owners[0]):
            if all(isinstance(_get(owner, key), float) for owner in owners):
                name = f"{last}[{key!r}]" if isinstance(owners[0], dict) else f"{last}.{key}"
                seen.setdefault(name, Numbers(name, [], row.framework, [(o, key) for o in owners]))
    return list(seen.values())


def _numbered(owner: Any) -> list[Any]:
    held = owner if isinstance(owner, dict) else getattr(owner, "__dict__", {})
    return [key for key, value in held.items() if isinstance(value, float)]


def _get(container: Any, key: Any) -> Any:
    return container.get(key) if isinstance(container, dict) else getattr(container, str(key), None)
