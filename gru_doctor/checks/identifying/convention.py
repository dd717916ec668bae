"""Which GRU is it: labels by intervention, a reading of the arrays, and a fit over what is left."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import product
from typing import get_args

import numpy as np

from gru_doctor.checks.identifying.fan import errors
from gru_doctor.checks.identifying.knockout import Roles, roles
from gru_doctor.checks.identifying.offsets import with_offsets
from gru_doctor.checks.identifying.reading import GATES, completed, drafted, gate_order, orientation, packings
from gru_doctor.checks.probe import Probe, probed, rerun
from gru_doctor.closeness import gap, rounding
from gru_doctor.equations.activations import CANDIDATE_ACTIVATIONS, GATE_ACTIVATIONS
from gru_doctor.equations.gru import EQUATIONS, Equation
from gru_doctor.equations.reading import Identity, Reading
from gru_doctor.equations.unroll import unroll
from gru_doctor.errors import NotExamined
from gru_doctor.records import Array, Biases, Convention, Options, Reset, Update
from gru_doctor.subject import Subject


@dataclass(frozen=True)
class Study:
    """All that identification found: candidates, the best first, and the probe they were fitted to.

    `partial` are candidates of the reading as it was found, where some block is missing though an
    array that could hold it is there, silent. `squashed` is the activation of its gates, where a recorded
    run has shown one.
    """

    candidates: tuple[Identity, ...]
    partial: tuple[Identity, ...]
    probe: Probe
    roles: Roles
    silent: tuple[str, ...] = ()
    squashed: str | None = None

    @property
    def best(self) -> Identity:
        """The candidate whose healthy equations are nearest."""
        return self.candidates[0]


def identify(subject: Subject, options: Options) -> Study:
    """Candidate identities, by how well the healthy equations fit; several where a fault hides
    what tells them apart."""
    if not subject.card.parameters:
        raise NotExamined("no weights were found: nothing it stores or is given changes what it returns")
    generator = np.random.default_rng([options.seed, 1])
    found = roles(subject, generator)
    draft = drafted(subject.card, found)
    probe = probed(subject, options, generator, steps=1 if subject.card.takes_state else 3)
    bare = _with_inner_bias(subject, Reading(draft.places))[0]
    whole = [w for r in completed(draft, subject.card) for w in _with_inner_bias(subject, r)]
    partial = [] if any(r.places.keys() == bare.places.keys() for r in whole) else [bare]
    if not found.halves:
        whole, partial = (_shifted(subject, found, readings) for readings in (whole, partial))
    subject.assign(probe.weights)
    return Study(ranked(whole, probe, found), ranked(partial, probe, found), probe, found, draft.silent)


def _shifted(subject: Subject, found: Roles, readings: list[Reading]) -> list[Reading]:
    """The readings, and each that holds with a constant beside its gates."""
    made = (with_offsets(subject, found, reading) for reading in readings)
    return [*readings, *(reading for reading in made if reading is not None)]


def ranked(readings: list[Reading], probe: Probe, found: Roles) -> tuple[Identity, ...]:
    """Every reading under every convention, the one that fits best first; of those that fit to rounding
    the most usual."""
    keyed = [
        ((max(candidate.error, rounding("float64")), _unusual(candidate.convention) + untidy), candidate)
        for reading in readings
        for untidy in [_disorder(reading)]
        for candidate in _fitted(reading, probe, found)
    ]
    return tuple(candidate for _, candidate in sorted(keyed, key=lambda k: k[0]))


def _fitted(reading: Reading, probe: Probe, found: Roles) -> Iterator[Identity]:
    """One reading under every convention."""
    grid, notes = tuple(conventions()), noted(reading)
    told = described(reading, grid[0], found)
    with np.errstate(all="ignore"):
        distances = errors(reading, grid, probe)
    for c, distance in zip(grid, distances, strict=True):
        whole = replace(
            told,
            update=c.update,
            reset=c.reset,
            gate_activation=c.gate_activation,
            candidate_activation=c.candidate_activation,
        )
        yield Identity(whole, reading, distance, notes)


def conventions() -> Iterator[Convention]:
    """Every published reading of the equations: polarity, reset, activations."""
    for update, reset, gate, candidate in product(
        get_args(Update), get_args(Reset), GATE_ACTIVATIONS, CANDIDATE_ACTIVATIONS
    ):
        yield Convention(None, update, reset, "1", gate, candidate)


def _unusual(c: Convention) -> int:
    return (c.gate_activation != "sigmoid") + (c.candidate_activation != "tanh")


def _disorder(reading: Reading) -> int:
    return len({o for o in packings(reading).values() if len(o) == 3}) - 1


def predicted(
    reading: Reading,
    convention: Convention,
    probe: Probe,
    equations: Mapping[str, Equation] = EQUATIONS,
) -> Array:
    """The last state that the equations give on a probe."""
    with np.errstate(all="ignore"):
        blocks = reading.blocks(probe.weights)
        states = unroll(blocks, probe.call.xs, probe.h, convention, probe.call.mask, equations)
    last: Array = states[-1]
    return last


def error(
    reading: Reading,
    convention: Convention,
    probe: Probe,
    equations: Mapping[str, Equation] = EQUATIONS,
) -> float:
    """How far the equations are from what the user's code returned, relative."""
    return gap(predicted(reading, convention, probe, equations), probe.last)


def _with_inner_bias(subject: Subject, reading: Reading) -> list[Reading]:
    """The reading with the candidate bias that a closed gate silences inside the reset product; beside
    it the reading as it was, since a misplaced reset silences the other one."""
    biases = [b for b in ("b_n", "c_n") if b in reading.places]
    closing = next((b for b in ("b_r", "c_r") if b in reading.places), None)
    if not biases or closing is None:
        return [reading]
    silenced = [b for b in biases if _moves(subject, reading, b, closing, 400.0)]
    silenced = [b for b in silenced if not _moves(subject, reading, b, closing, -400.0)]
    return [_exchanged(reading), reading] if silenced == ["b_n"] else [reading]


def _moves(subject: Subject, reading: Reading, bias: str, gate: str, level: float) -> bool:
    """Whether a candidate bias changes the state while the reset gate is held at ±level."""
    zeros = {p.name: np.zeros(p.shape) for p in subject.card.parameters}
    h = subject.card.hidden_size
    base = reading.scatter({gate: np.full(h, level)}, zeros)
    probe = rerun(subject, probed(subject, Options(), np.random.default_rng(5)), base)
    lifted = reading.scatter({bias: np.full(h, 0.7)}, base)
    return gap(rerun(subject, probe, lifted).last, probe.last) > rounding("float32")


def _exchanged(reading: Reading) -> Reading:
    """b and c change places in every gate whose biases pair with the candidate's."""
    home = reading.places["b_n"].parameter
    places = dict(reading.places)
    for g in GATES:
        b, c = reading.places.get(f"b_{g}"), reading.places.get(f"c_{g}")
        if g == "n" or (b is not None and c is not None and b.parameter == home):
            places.pop(f"b_{g}", None)
            places.pop(f"c_{g}", None)
            places |= {k: v for k, v in ((f"c_{g}", b), (f"b_{g}", c)) if v is not None}
    return Reading(places)


def noted(reading: Reading) -> tuple[str, ...]:
    """What is unusual about a reading, and no fault."""
    gates = {"b_z": "update", "b_r": "reset"}
    return tuple(
        f"the {gates[b]} gate adds the constant {offset:g} to its pre-activation"
        for b, offset in reading.offsets.items()
    )


def described(reading: Reading, convention: Convention, found: Roles) -> Convention:
    """The convention with what the reading tells: order, biases, orientation."""
    w = next((reading.places[b] for b in ("W_z", "W_r", "W_n") if b in reading.places), None)
    return replace(
        convention,
        gate_order=gate_order(reading),
        biases=_biases(reading),
        orientation=None if w is None else orientation(w.indices),
    )


def _biases(reading: Reading) -> Biases:
    b = [g for g in GATES if f"b_{g}" in reading.places]
    c = [g for g in GATES if f"c_{g}" in reading.places]
    if not b and not c:
        return "0"
    if len(c) == 3 and len(b) == 3:
        return "2"
    return "input+candidate" if b and c == ["n"] and len(b) == 3 else "1"
