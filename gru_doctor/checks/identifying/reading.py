"""From the labels of single entries to the blocks of the equations, and how they are packed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import permutations

import numpy as np
from numpy.typing import NDArray

from gru_doctor.checks.identifying.knockout import Entry, Labels, Roles
from gru_doctor.equations.reading import Place, Reading
from gru_doctor.records import Card, Orientation

GATES = ("z", "r", "n")
MOST = 6
NAMES = {"z": "update", "r": "reset", "n": "candidate"}


Places = dict[str, Place]


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
    vectors = {g: _vectors(roles.of(g, "b"), card.hidden_size) for g in GATES}  # type: ignore[arg-type]
    joint = {
        p.parameter for b, p in places.items() if b[0] == "W"
    }  # with a row of biases, whatever its shape
    vectors = {
        g: [v for v in found if v.parameter in joint or not _recurrent(v.parameter, card)]
        for g, found in vectors.items()
    }
    vectors = {g: _beside(found, g, places, card) for g, found in vectors.items()}
    places |= _biases(vectors)
    used = {place.parameter for place in places.values()}
    live = {name for name, _ in roles.labels if name in used or not _recurrent(name, card)}
    return Draft(places, tuple(p.name for p in card.parameters if p.name not in live))


def _recurrent(parameter: str, card: Card) -> bool:
    """Whether an array has the shape of recurrent matrices, where no bias has its place."""
    shape = next(p.shape for p in card.parameters if p.name == parameter)
    return sum(n % card.hidden_size == 0 for n in shape) > 1


def _beside(found: list[Place], gate: str, places: Places, card: Card) -> list[Place]:
    """Two biases, each declared right after its own matrix: the one after W_g is b, after U_g c."""
    order = {p.name: i for i, p in enumerate(card.parameters)}
    w, u = places.get(f"W_{gate}"), places.get(f"U_{gate}")
    if len(found) != 2 or w is None or u is None:
        return found
    first, second = (order[v.parameter] - 1 for v in found)
    turned = first == order[u.parameter] and second == order[w.parameter]
    return found[::-1] if turned else found


def _biases(vectors: dict[str, list[Place]]) -> Places:
    """b and c of each gate. Where another gate has two, an only one is the one of its own array."""
    pairs = [v for v in vectors.values() if len(v) > 1]
    second = {v[1].parameter for v in pairs} - {v[0].parameter for v in pairs}
    places: Places = {}
    for g, found in vectors.items():
        letters = "c" if len(found) == 1 and found[0].parameter in second else "bc"
        places |= {f"{letter}_{g}": place for letter, place in zip(letters, found, strict=False)}
    return places


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


def orientation(indices: NDArray[np.intp]) -> Orientation | None:
    """x @ W when the source runs along the earlier axis, W @ x when the unit does."""
    if min(indices.shape) < 2:
        return None
    by_source = abs(int(indices[1, 0] - indices[0, 0]))
    by_unit = abs(int(indices[0, 1] - indices[0, 0]))
    return "x @ W" if by_source > by_unit else "W @ x"


def completed(draft: Draft, card: Card) -> list[Reading]:
    """Readings in which the missing blocks of each gate are sought among what moved nothing.

    In a packed array they stand where a sibling gate's blocks stand, all shifted alike; a separate
    array of a sibling's shape is taken whole. Where several fit, each gives a reading.
    """
    readings = [dict(draft.places)]
    for g in GATES:
        missing = [kind for kind in "WUbc" if f"{kind}_{g}" not in draft.places]
        if missing:
            readings = [new for old in readings for new in _given(old, g, missing, card)]
    whole = [r for r in readings if r.keys() != draft.places.keys()]
    swapped = [e for r in whole[:MOST] for e in exchanged(r, draft)]
    return [Reading(r) for r in [*readings[:MOST], *swapped[:MOST]]]


def exchanged(places: Places, draft: Draft) -> Iterator[Places]:
    """The places with a block that moved nothing put in another gate, whose block takes its place:
    where one block serves two gates, the numbers cannot tell which of them it is stored for."""
    quiet = [b for b in places if b not in draft.places]
    for gate, other in permutations(GATES, 2):
        pairs = [(b, f"{b[0]}_{other}") for b in quiet if b[2] == gate]
        if len(pairs) > 1 and all(o in draft.places and _alike(places[o], places[b]) for b, o in pairs):
            # A whole wrong nn.Linear: its weight and its bias go together.
            yield places | {k: places[v] for b, o in pairs for k, v in ((b, o), (o, b))}
    for silent in quiet:
        for other in (f"{silent[0]}_{g}" for g in GATES):
            if other in draft.places and _alike(places[other], places[silent]):
                yield places | {silent: places[other], other: places[silent]}


def _alike(a: Place, b: Place) -> bool:
    return a.indices.shape == b.indices.shape


def _given(places: Places, gate: str, missing: list[str], card: Card) -> list[Places]:
    """The places with the missing kinds of one gate put wherever each sibling gate suggests."""
    made: list[Places] = []
    for sibling in (g for g in GATES if g != gate):
        group = {k: places[f"{k}_{sibling}"] for k in missing if f"{k}_{sibling}" in places}
        made += [places | found for found in _packed(places, group, gate, card) if found]
        made += [places | found for found in _separate(places, group, gate, card) if found]
    best = max((len(m) for m in made), default=0)
    unique = {_key(m): m for m in made if len(m) == best}
    return list(unique.values())[:MOST] or [places]


def _key(places: Places) -> tuple[object, ...]:
    return tuple(sorted((b, p.parameter, int(p.indices.min())) for b, p in places.items()))


def _taken(places: Places) -> dict[str, set[int]]:
    taken: dict[str, set[int]] = defaultdict(set)
    for place in places.values():
        taken[place.parameter] |= set(place.indices.ravel().tolist())
    return taken


def _packed(places: Places, group: Places, gate: str, card: Card) -> list[Places]:
    """The sibling's blocks of each packed parameter, shifted together into free indices."""
    taken = _taken(places)
    shifts: list[list[Places]] = []
    for name in dict.fromkeys(p.parameter for p in group.values()):
        size = next(int(np.prod(p.shape)) for p in card.parameters if p.name == name)
        inside = {k: p for k, p in group.items() if p.parameter == name}
        whole = np.concatenate([p.indices.ravel() for p in inside.values()])
        free = set(range(size)) - taken[name]
        offsets = [o - int(whole.min()) for o in sorted(free)]
        good = [o for o in offsets if set((whole + o).tolist()) <= free]
        shifts.append(
            [{f"{k}_{gate}": Place(name, p.indices + o) for k, p in inside.items()} for o in good[:3]]
        )
    found: list[Places] = [{}]
    for options in shifts:
        found = [a | b for a in found for b in options] or found
    return [f for f in found if f]


def _separate(places: Places, group: Places, gate: str, card: Card) -> list[Places]:
    """Silent arrays of the siblings' shapes, or of a packed sibling's block, taken whole; each one once."""
    shapes = {p.name: p.shape for p in card.parameters}
    taken = _taken(places)
    free = [n for n in shapes if not taken[n]]
    found: list[Places] = [{}]
    for kind, sibling in group.items():
        fitting = [p for n in free if (p := _alone(n, shapes[n], sibling, shapes[sibling.parameter]))]
        options = [{f"{kind}_{gate}": place} for place in fitting]
        grown = [a | o for a in found for o in options if not _shared(a, o)]
        found = grown or found
    return [f for f in found if f]


def _alone(name: str, shape: tuple[int, ...], sibling: Place, held: tuple[int, ...]) -> Place | None:
    """A whole array as the block that its sibling is: where that one fills its array, the same shape;
    where it is packed with others, the shape of the block itself."""
    if shape == held:
        return Place(name, sibling.indices)
    along = orientation(sibling.indices) if sibling.indices.ndim == 2 else None
    block = sibling.indices.T if along == "W @ x" else sibling.indices
    if int(np.prod(held)) == block.size or tuple(n for n in shape if n > 1) != block.shape:
        return None
    whole = np.arange(block.size, dtype=np.intp).reshape(block.shape)
    return Place(name, whole.T if along == "W @ x" else whole)


def _shared(a: Places, b: Places) -> bool:
    return bool({p.parameter for p in a.values()} & {p.parameter for p in b.values()})
