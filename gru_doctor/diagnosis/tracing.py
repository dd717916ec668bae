"""A reading of the arrays from the run itself, for a cell whose fault hides its gates from knock-outs.

The recorded values show which arrays meet in one sum: σ of x W + h U + b is a gate, and the gate that
multiplies the state inside the candidate is the reset. Numbers decide, no names.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import get_args

import numpy as np
from numpy.typing import NDArray

from gru_doctor.checks.convention import Study, ranked
from gru_doctor.checks.knockout import Roles
from gru_doctor.checks.probe import Probe, probed
from gru_doctor.diagnosis.flow import Flow
from gru_doctor.diagnosis.vocabulary import Vocabulary
from gru_doctor.equations.activations import GATE_ACTIVATIONS
from gru_doctor.equations.gru import Step
from gru_doctor.equations.reading import Place, Reading
from gru_doctor.records import Array, Card, Convention, Options, Reset
from gru_doctor.subject import Subject

Blocks = dict[str, list[Place]]

OFFSETS = (0.0, 1.0, -1.0, 2.0, -2.0)
"""Constants that people add to a gate."""
MOST_STACKED = 6
"""Biases in one array: two of each gate."""


@dataclass(frozen=True)
class Gate:
    """Arrays that meet in one gate, by kind of block, the gate's value, and the constant added to it."""

    places: dict[str, Place]
    value: Array
    offset: float = 0.0


@dataclass(frozen=True)
class Sight:
    """What one run shows: its numbers, and every value that was recorded."""

    probe: Probe
    seen: Vocabulary

    def block(self, place: Place) -> Array:
        """The numbers of a block."""
        flat = np.asarray(self.probe.weights[place.parameter]).ravel()
        picked: Array = flat[place.indices]
        return picked


def sighted(subject: Subject, study: Study, options: Options) -> Study:
    """The study with the readings that the run shows put before its own; as it is where it shows none.
    What the knock-outs said of the polarity is forgotten then, since they were misled."""
    readings = traced(subject, options)
    if not readings:
        return study
    blind = Roles({}, halves=False)
    return replace(study, candidates=ranked(readings, study.probe, blind), roles=blind)


def apparent(subject: Subject, readings: Sequence[Reading], options: Options) -> list[Reading]:
    """Those readings under which the run shows most of the gates."""
    sight = sight_of(subject, options)
    each = list({id(reading): reading for reading in readings}.values())
    shown = [_shown(sight, reading) for reading in each]
    return [r for r, count in zip(each, shown, strict=True) if count == max(shown)]


def _shown(sight: Sight, reading: Reading) -> int:
    """How many of update, reset and candidate were computed, under any published convention."""
    blocks, probe = reading.blocks(sight.probe.weights), sight.probe
    steps = [
        Step(blocks, probe.x, probe.h, Convention(reset=reset, gate_activation=gate))
        for reset, gate in product(get_args(Reset), GATE_ACTIVATIONS)
    ]
    values = ((s.z for s in steps), (s.r for s in steps), (s.n for s in steps))
    return sum(any(v in sight.seen for v in ways) for ways in values)


def sight_of(subject: Subject, options: Options) -> Sight:
    """One recorded run on fresh numbers."""
    probe = probed(subject, options, np.random.default_rng([options.seed, 7]))
    flow = Flow(subject.record(probe.call))
    values = [m.value for m in flow.trace.moments if m.value is not None and m.value.dtype.kind == "f"]
    return Sight(probe, Vocabulary(values))


def traced(subject: Subject, options: Options) -> list[Reading]:
    """Readings in which every gate that the run shows has its arrays, and the candidate the rest."""
    sight = sight_of(subject, options)
    blocks = candidates(subject.card)
    gates = _gates(sight, blocks)
    if len(gates) != 2 or _overlap(gates[0], gates[1]):
        return []
    rest = {k: [p for p in found if not _used(p, gates)] for k, found in blocks.items()}
    read = (_assigned(sight, order, rest) for order in (gates, gates[::-1]))
    found = [r for r in read if r is not None]
    sure = [reading for reading, shown in found if shown]
    return sure or [reading for reading, _ in found]


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


def _gates(sight: Sight, blocks: Blocks) -> list[Gate]:
    """Each σ(x W + h U + b) that was computed, with as many biases as it has; where two are not found, with
    a constant beside them too."""
    pairs = list(product(blocks["W"], blocks["U"]))
    plain = [g for w, u in pairs if (g := _gate(sight, w, u, blocks["b"], (0.0,)))]
    return (
        plain if len(plain) > 1 else [g for w, u in pairs if (g := _gate(sight, w, u, blocks["b"], OFFSETS))]
    )


def _gate(sight: Sight, w: Place, u: Place, vectors: list[Place], offsets: Sequence[float]) -> Gate | None:
    bare = sight.probe.x @ sight.block(w) + sight.probe.h @ sight.block(u)
    own = [b for b in vectors if b.parameter not in (w.parameter, u.parameter)]
    for biases, offset in product(_subsets(own), offsets):
        total = bare + sum(sight.block(b) for b in biases) + offset
        value = next((v for a in GATE_ACTIVATIONS.values() if (v := a.f(total)) in sight.seen), None)
        if value is not None:
            return Gate({"W": w, "U": u, **dict(zip("bc", biases, strict=False))}, value, offset)
    return None


def _subsets(biases: list[Place]) -> Iterator[tuple[Place, ...]]:
    yield from ((b,) for b in biases)
    yield ()
    yield from ((a, b) for i, a in enumerate(biases) for b in biases[i + 1 :] if a.parameter != b.parameter)


def _overlap(one: Gate, other: Gate) -> bool:
    return any(_same(a, b) for a in one.places.values() for b in other.places.values())


def _same(a: Place, b: Place) -> bool:
    return a.parameter == b.parameter and bool(set(a.indices.ravel()) & set(b.indices.ravel()))


def _used(place: Place, gates: list[Gate]) -> bool:
    return any(_same(place, p) for g in gates for p in g.places.values())


def _assigned(sight: Sight, gates: list[Gate], rest: Blocks) -> tuple[Reading, bool] | None:
    """Update and reset in this order; whether the run shows that this reset acts in the candidate."""
    update, reset = gates
    if not rest["W"] or not rest["U"]:
        return None
    fed = (u for u in rest["U"] if any(v in sight.seen for v in _fed(sight, reset.value, u, rest)))
    used = next(fed, None)
    matrix = used or next((u for u in rest["U"] if h_times(sight, u) in sight.seen), rest["U"][0])
    vectors = [b for b in rest["b"] if b.parameter not in (rest["W"][0].parameter, matrix.parameter)]
    own = {"W": rest["W"][0], "U": matrix, **dict(zip("bc", vectors, strict=False))}
    held = {"z": update.places, "r": reset.places, "n": own}
    places = {f"{k}_{g}": p for g, blocks in held.items() for k, p in blocks.items()}
    offsets = {f"b_{g}": gate.offset for g, gate in (("z", update), ("r", reset)) if gate.offset}
    return Reading(places, offsets), used is not None


def h_times(sight: Sight, u: Place) -> Array:
    """h U"""
    product: Array = sight.probe.h @ sight.block(u)
    return product


def _fed(sight: Sight, r: Array, u: Place, rest: Blocks) -> Iterator[Array]:
    """What a candidate computes of the state that a gate has reset, before or after the product."""
    before, after = (r * sight.probe.h) @ sight.block(u), h_times(sight, u)
    yield from (before, r * after)
    yield from (before + sight.probe.x @ sight.block(w) for w in rest["W"])
    yield from (r * (after + sight.block(b)) for b in rest["b"])
