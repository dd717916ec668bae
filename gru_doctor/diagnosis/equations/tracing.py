"""A reading of the arrays from the run itself, for a cell whose fault hides its gates from knock-outs.

The recorded values show which arrays meet in one sum: σ of x W + h U + b is a gate, and the gate that
multiplies the state inside the candidate is the reset. Numbers decide, no names.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import permutations, product
from typing import get_args

import numpy as np

from gru_doctor.checks.identifying.convention import Study, ranked
from gru_doctor.checks.identifying.knockout import Roles
from gru_doctor.checks.probe import Probe, probed
from gru_doctor.diagnosis.equations.possible import Blocks, candidates
from gru_doctor.diagnosis.locating.flow import Flow
from gru_doctor.diagnosis.locating.vocabulary import Vocabulary
from gru_doctor.equations.activations import CANDIDATE_ACTIVATIONS, GATE_ACTIVATIONS, Activation
from gru_doctor.equations.gru import Step
from gru_doctor.equations.reading import Place, Reading
from gru_doctor.records import Array, Convention, Options, Reset
from gru_doctor.subject import Subject

Activations = tuple[Activation, ...]

OFFSETS = (0.0, 1.0, -1.0, 2.0, -2.0)
"""Constants that people add to a gate."""
SIGMOIDS = tuple(GATE_ACTIVATIONS.values())
ANY = (*SIGMOIDS, *(a for name, a in CANDIDATE_ACTIVATIONS.items() if name != "identity"))
"""Whatever squashes: a mere sum may lack a bias that is added later."""


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


def squashing(subject: Subject, study: Study, options: Options) -> Study:
    """The study with the activation under which the run shows its gates; as it is where that is the sigmoid,
    or none."""
    sight = sight_of(subject, options)
    readings = {id(c.reading): c.reading for c in study.candidates}.values()
    counts = {name: sum(_gates_under(sight, r, name) for r in readings) for name in GATE_ACTIVATIONS}
    most = max(counts, key=lambda name: counts[name])
    return study if counts["sigmoid"] or not counts[most] else replace(study, squashed=most)


def _gates_under(sight: Sight, reading: Reading, activation: str) -> int:
    """How many of update and reset the run shows under an activation."""
    blocks, probe = reading.blocks(sight.probe.weights), sight.probe
    step = Step(blocks, probe.x, probe.h, Convention(gate_activation=activation))
    return (step.z in sight.seen) + (step.r in sight.seen)


def apparent(subject: Subject, readings: Sequence[Reading], options: Options) -> list[Reading]:
    """Those readings under which the run shows most of the gates."""
    sight = sight_of(subject, options)
    each = list({id(reading): reading for reading in readings}.values())
    shown = [_shown(sight, reading) for reading in each]
    return [r for r, count in zip(each, shown, strict=True) if count == max(shown, default=0)]


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
    if not 2 <= len(gates) <= 3:
        return []
    found = [r for pair in permutations(gates, 2) for r in _paired(sight, blocks, pair)]
    sure = [reading for reading, shown in found if shown]
    return sure or [reading for reading, _ in found]


def _paired(sight: Sight, blocks: Blocks, pair: tuple[Gate, ...]) -> Iterator[tuple[Reading, bool]]:
    """The readings with these for update and reset, in this order, and the candidate of what is left."""
    if not _overlap(*pair):
        rest = {k: [p for p in found if not _used(p, pair)] for k, found in blocks.items()}
        yield from _assigned(sight, pair, rest)


def _gates(sight: Sight, blocks: Blocks) -> list[Gate]:
    """Each σ(x W + h U + b) that was computed, with as many biases as it has; where one is found alone, what
    was made of the state that it has gated too; where two are not, with a constant beside them, and then
    under the activations of candidates."""
    h = sight.probe.h
    plain = _seen(sight, blocks, h, (0.0,))
    if len(plain) == 1:
        z = plain[0].value
        plain += [g for kept in (z, 1 - z) for g in _seen(sight, blocks, kept * h, (0.0,))]
    if len(plain) > 1:
        return plain
    shifted = _seen(sight, blocks, h, OFFSETS)
    return shifted if len(shifted) > 1 else _seen(sight, blocks, h, (0.0,), ANY)


def _seen(
    sight: Sight, blocks: Blocks, h: Array, offsets: Sequence[float], under: Activations = SIGMOIDS
) -> list[Gate]:
    """The gates that were made of this state, (B, H)."""
    own = ({"W": w, "U": u} for w, u in product(blocks["W"], blocks["U"]))
    found = (_gate(sums, sight, _totals(sight, sums, h, blocks["b"], offsets), under) for sums in own)
    return [gate for gate in found if gate is not None]


def _totals(
    sight: Sight, own: dict[str, Place], h: Array, vectors: list[Place], offsets: Sequence[float]
) -> Iterator[tuple[Array, dict[str, Place], float]]:
    """What a gate of these matrices may squash: with its biases and its constant."""
    bare = sight.probe.x @ sight.block(own["W"]) + h @ sight.block(own["U"])
    used = {place.parameter for place in own.values()}
    others = [b for b in vectors if b.parameter not in used]
    for biases, offset in product(_subsets(others), offsets):
        named = dict(zip("bc", biases, strict=False))
        yield bare + sum(sight.block(b) for b in biases) + offset, named, offset


def _gate(
    own: dict[str, Place],
    sight: Sight,
    totals: Iterator[tuple[Array, dict[str, Place], float]],
    under: Activations,
) -> Gate | None:
    tried = list(totals)
    firsts = np.array([total[0, 0] for total, _, _ in tried])  # one number tells most of them apart
    likely = np.stack([sight.seen.knows(a.f(firsts)) for a in under], axis=1)
    for k, m in zip(*np.nonzero(likely), strict=True):
        total, biases, offset = tried[k]
        value = under[m].f(total)
        if value in sight.seen:
            return Gate({**own, **biases}, value, offset)
    return None


def _subsets(biases: list[Place]) -> Iterator[tuple[Place, ...]]:
    """Two first: relu of a sum that lacks one has no other numbers than the sum itself, which was seen."""
    yield from ((a, b) for i, a in enumerate(biases) for b in biases[i + 1 :] if a.parameter != b.parameter)
    yield from ((b,) for b in biases)
    yield ()


def _overlap(one: Gate, other: Gate) -> bool:
    return any(_same(a, b) for a in one.places.values() for b in other.places.values())


def _same(a: Place, b: Place) -> bool:
    return a.parameter == b.parameter and bool(set(a.indices.ravel()) & set(b.indices.ravel()))


def _used(place: Place, gates: Sequence[Gate]) -> bool:
    return any(_same(place, p) for g in gates for p in g.places.values())


def _assigned(sight: Sight, gates: Sequence[Gate], rest: Blocks) -> Iterator[tuple[Reading, bool]]:
    """Update and reset in this order; whether the run shows that this reset acts in the candidate."""
    update, reset = gates
    if not rest["W"] or not rest["U"]:
        return
    fed = (u for u in rest["U"] if any(v in sight.seen for v in _fed(sight, reset.value, u, rest)))
    used = next(fed, None)
    matrix = used or next((u for u in rest["U"] if h_times(sight, u) in sight.seen), rest["U"][0])
    first = next((w for w in rest["W"] if not _same(w, matrix)), rest["W"][0])
    vectors = [b for b in rest["b"] if b.parameter not in (first.parameter, matrix.parameter)]
    held = {"z": update.places, "r": reset.places, "n": {"W": first, "U": matrix}}
    offsets = {f"b_{g}": gate.offset for g, gate in (("z", update), ("r", reset)) if gate.offset}
    for shared in _shared_out(held, vectors):
        places = {f"{k}_{g}": p for g, blocks in shared.items() for k, p in blocks.items()}
        yield Reading(places, offsets), used is not None


def _shared_out(
    held: dict[str, dict[str, Place]], vectors: list[Place]
) -> Iterator[dict[str, dict[str, Place]]]:
    """The biases that no gate was seen to add: all of them the candidate's; or one of them that of a gate
    which has none."""
    yield held | {"n": {**held["n"], **dict(zip("bc", vectors, strict=False))}}
    for g in (g for g in "zr" if "b" not in held[g] and len(vectors) > 1):
        for k, own in enumerate(vectors):
            others = vectors[:k] + vectors[k + 1 :]
            left = {**held["n"], **dict(zip("bc", others, strict=False))}
            yield held | {g: {**held[g], "b": own}, "n": left}


def h_times(sight: Sight, u: Place) -> Array:
    """h U"""
    product: Array = sight.probe.h @ sight.block(u)
    return product


def _fed(sight: Sight, r: Array, u: Place, rest: Blocks) -> Iterator[Array]:
    """What a candidate computes of the state that a gate has reset, before or after the product."""
    before, after = (r * sight.probe.h) @ sight.block(u), h_times(sight, u)
    yield from (before, r * after)
    yield from (before + sight.probe.x @ sight.block(w) for w in rest["W"])
    yield from (before + sight.block(b) for b in rest["b"])
    yield from (r * (after + sight.block(b)) for b in rest["b"])
