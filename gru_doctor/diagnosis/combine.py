"""All ways to alter up to two equations that reproduce one experiment, found without trying all pairs.

An experiment in which only the update gate is awake sees the update equation and the blend alone; what
fits there is combined with what is left of the other two equations on the full numbers.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from gru_doctor.checks.probe import Probe
from gru_doctor.closeness import gap
from gru_doctor.equations.gru import EQUATIONS, Step
from gru_doctor.equations.reading import Reading
from gru_doctor.fault import Altered, Fault
from gru_doctor.records import Array, Convention

Choice = tuple[Fault, Altered]
VALUES = {"update": "z", "reset": "r", "candidate": "n"}


@dataclass(frozen=True)
class Bench:
    """One reading and convention on the full numbers and on those with only the update awake."""

    reading: Reading
    convention: Convention
    full: Probe
    update_only: Probe | None
    limit: float

    def step(self, probe: Probe) -> Step:
        """A fresh reference step on a probe."""
        return Step(self.reading.blocks(probe.weights), probe.x, probe.h, self.convention)


def possible(bench: Bench, choices: Sequence[Choice]) -> list[Choice]:
    """The alterations that can stand here: the others ask for a block that the file does not have."""
    return [choice for choice in choices if _stands(bench, choice)]


def _stands(bench: Bench, choice: Choice) -> bool:
    step = bench.step(bench.full)
    step.equations = {**step.equations, **choice[1].equations}
    try:
        with np.errstate(all="ignore"):
            return bool(step.out.shape == bench.full.last.shape)
    except KeyError:
        return False


def singles(bench: Bench, choices: Sequence[Choice]) -> Iterator[tuple[Choice, ...]]:
    """Each alteration alone that gives the user's numbers."""
    for choice in choices:
        if _fits(bench, bench.full, choice):
            yield (choice,)


def _fits(bench: Bench, probe: Probe, *chosen: Choice) -> bool:
    equations = dict(EQUATIONS)
    for _, altered in chosen:
        equations |= altered.equations
    step = bench.step(probe)
    step.equations = equations
    try:
        with np.errstate(all="ignore"):
            return gap(step.out, probe.last) <= bench.limit
    except RecursionError:  # each of two alterations reads what the other makes
        return False


def pairs(bench: Bench, choices: Sequence[Choice]) -> Iterator[tuple[Choice, ...]]:
    """Two alterations of different equations that together give the user's numbers."""
    if bench.update_only is None:
        return
    by_gate: dict[str, list[Choice]] = {gate: [] for gate in EQUATIONS}
    for choice in choices:
        if len(choice[1].equations) == 1:
            by_gate[next(iter(choice[1].equations))].append(choice)
    for chosen in _seen_by(bench, bench.update_only, (), by_gate, ("update", "blend")):
        if len(chosen) == 2 and _fits(bench, bench.full, *chosen):
            yield chosen
        elif len(chosen) < 2:
            rest = _seen_by(bench, bench.full, chosen, by_gate, ("reset", "candidate"))
            yield from (whole for whole in rest if len(whole) == 2)


def _seen_by(
    bench: Bench,
    probe: Probe,
    given: tuple[Choice, ...],
    by_gate: dict[str, list[Choice]],
    gates: tuple[str, str],
) -> Iterator[tuple[Choice, ...]]:
    """Every choice for two equations, on top of those given, that fits one experiment.

    All variants of the first equation are laid side by side as one batch, so that each variant of the
    second is evaluated once.
    """
    first, second = gates
    variants = [None, *by_gate[first]]
    values = [_value(bench, probe, first, v) for v in variants]
    wide = _tiled(bench.step(probe), len(variants), given)
    wide.__dict__[VALUES[first]] = np.concatenate(values)
    wanted = np.tile(probe.last, (len(variants), 1))
    margin = bench.limit * float(np.max(np.abs(probe.last)))
    for choice in (None, *by_gate[second]):
        out = _out(wide, choice)
        off = np.abs(out - wanted).reshape(len(variants), -1).max(axis=1)
        for k in np.flatnonzero(off <= margin):
            yield (*given, *(c for c in (variants[k], choice) if c is not None))


def _value(bench: Bench, probe: Probe, gate: str, choice: Choice | None) -> Array:
    equation = EQUATIONS[gate] if choice is None else choice[1].equations[gate]
    return np.broadcast_to(equation(bench.step(probe)), probe.h.shape)


def _tiled(step: Step, times: int, given: tuple[Choice, ...]) -> Step:
    equations = dict(step.equations)
    for _, altered in given:
        equations |= altered.equations
    x, h = np.tile(step.x, (times, 1)), np.tile(step.h, (times, 1))
    return Step(step.weights, x, h, step.convention, equations)


def _out(wide: Step, choice: Choice | None) -> Array:
    """h' of the whole batch with one more equation altered; the values set by hand are kept."""
    equations = {**wide.equations, **(choice[1].equations if choice else {})}
    fresh = Step(wide.weights, wide.x, wide.h, wide.convention, equations)
    fresh.__dict__ |= {k: v for k, v in wide.__dict__.items() if k in VALUES.values()}
    try:
        return fresh.out
    except RecursionError:  # each of two alterations reads what the other makes
        return np.full(wide.h.shape, np.nan)
