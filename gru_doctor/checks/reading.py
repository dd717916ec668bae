"""From the labels of single entries to the blocks of the equations, and how they are packed."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gru_doctor.checks.knockout import Entry, Labels, Roles
from gru_doctor.equations.reading import Place, Reading
from gru_doctor.records import Card

GATES = ("z", "r", "n")
NAMES = {"z": "update", "r": "reset", "n": "candidate"}


@dataclass(frozen=True)
class Draft:
    """The blocks found, and the whole arrays that moved nothing."""

    places: dict[str, Place]
    silent: tuple[str, ...]


def drafted(card: Card, roles: Roles) -> Draft:
    """Every complete block among the labels; of two biases of a gate the second is c."""
    places: dict[str, Place] = {}
    for g in GATES:
        for kind, rows in (("W", card.input_size), ("U", card.hidden_size)):
            place = _matrix(roles.of(g, kind), rows, card.hidden_size)  # type: ignore[arg-type]
            if place is not None:
                places[f"{kind}_{g}"] = place
        for letter, place in zip("bc", _vectors(roles.of(g, "b"), card.hidden_size), strict=False):  # type: ignore[arg-type]
            places[f"{letter}_{g}"] = place
    live = {name for name, _ in roles.labels}
    return Draft(places, tuple(p.name for p in card.parameters if p.name not in live))


def _matrix(labels: Labels, rows: int, columns: int) -> Place | None:
    by_parameter: dict[str, list[tuple[Entry, int, int]]] = defaultdict(list)
    for entry, label in labels.items():
        by_parameter[entry[0]].append((entry, label.source, label.unit))
    for parameter, entries in by_parameter.items():
        indices = np.full((rows, columns), -1, dtype=np.intp)
        for (_, flat), source, unit in entries:
            indices[source, unit] = flat
        if (indices >= 0).all():
            return Place(parameter, indices)
    return None


def _vectors(labels: Labels, columns: int) -> list[Place]:
    by_parameter: dict[str, dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
    for (parameter, flat), label in labels.items():
        by_parameter[parameter][label.unit].append(flat)
    found = []
    for parameter, units in by_parameter.items():
        depth = min((len(units.get(j, ())) for j in range(columns)), default=0)
        for k in range(depth):
            indices = np.array([sorted(units[j])[k] for j in range(columns)], dtype=np.intp)
            found.append(Place(parameter, indices))
    return found


def gate_order(reading: Reading) -> tuple[str, ...] | None:
    """The order in which an array packs its gates, None for separate arrays."""
    orders = [o for o in packings(reading).values() if len(o) > 1]
    if not orders:
        return None
    longest = max(orders, key=len)
    return tuple(NAMES[g] for g in (*longest, *(g for g in GATES if g not in longest)))


def packings(reading: Reading) -> dict[tuple[str, str], tuple[str, ...]]:
    """(parameter, kind) -> the gates it packs, in the order of their indices."""
    starts: dict[tuple[str, str], list[tuple[int, str]]] = defaultdict(list)
    for block, place in reading.places.items():
        starts[place.parameter, block[0]].append((int(place.indices.min()), block[2]))
    return {key: tuple(g for _, g in sorted(found)) for key, found in starts.items()}


def orientation(indices: NDArray[np.intp]) -> str | None:
    """x @ W when the source runs along the earlier axis, W @ x when the unit does."""
    if min(indices.shape) < 2:
        return None
    by_source = abs(int(indices[1, 0] - indices[0, 0]))
    by_unit = abs(int(indices[0, 1] - indices[0, 0]))
    return "x @ W" if by_source > by_unit else "W @ x"


def completed(draft: Draft, card: Card) -> list[Reading]:
    """Readings in which missing blocks are sought among what moved nothing.

    A block of a packed array takes the indices its sibling's pattern leaves; a separate array of a
    sibling's shape is taken whole. Where several fit, each gives a reading.
    """
    readings = [dict(draft.places)]
    for kind in "WUbc":
        have = [f"{kind}_{g}" for g in GATES if f"{kind}_{g}" in draft.places]
        missing = [f"{kind}_{g}" for g in GATES if f"{kind}_{g}" not in draft.places]
        if have and missing and not (kind in "c"):
            readings = [new for old in readings for new in _with(old, have[0], missing, card)]
    return [Reading(r) for r in readings]


def _with(
    places: dict[str, Place], sibling: str, missing: list[str], card: Card
) -> list[dict[str, Place]]:
    spots = _spots(places, places[sibling], card)
    if not spots:
        return [places]
    orders = [spots] if len(missing) == 1 else [spots, spots[::-1]]
    made = []
    for order in orders:
        for shift in range(max(1, len(order) - len(missing) + 1)):
            made.append(places | dict(zip(missing, order[shift:], strict=False)))
    return made[:6]


def _spots(places: dict[str, Place], sibling: Place, card: Card) -> list[Place]:
    """Where a block shaped like the sibling could stand among the indices nobody has."""
    taken: dict[str, set[int]] = defaultdict(set)
    for place in places.values():
        taken[place.parameter] |= set(place.indices.ravel().tolist())
    rank = np.argsort(np.argsort(sibling.indices.ravel())).reshape(sibling.indices.shape)
    size = {p.name: int(np.prod(p.shape)) for p in card.parameters}
    spots = []
    for p in card.parameters:
        free = np.array(sorted(set(range(size[p.name])) - taken[p.name]), dtype=np.intp)
        if p.name != sibling.parameter and taken[p.name]:
            continue
        count = sibling.indices.size
        if p.name == sibling.parameter:
            spots += [Place(p.name, s) for s in _blocks_in(free, sibling, p.shape)]
        elif size[p.name] == count and p.shape == _shape(sibling, card):
            spots.append(Place(p.name, free[rank]))
    return spots


def _shape(place: Place, card: Card) -> tuple[int, ...]:
    return next(p.shape for p in card.parameters if p.name == place.parameter)


def _blocks_in(
    free: NDArray[np.intp], sibling: Place, shape: tuple[int, ...]
) -> list[NDArray[np.intp]]:
    """Copies of the sibling's pattern, shifted, that lie wholly in the free indices."""
    offset = sibling.indices - sibling.indices.min()
    open_ = set(free.tolist())
    found, used = [], set[int]()
    for start in free.tolist():
        moved = offset + start
        cells = set(moved.ravel().tolist())
        if cells <= open_ and not cells & used:
            found.append(moved)
            used |= cells
    return found
