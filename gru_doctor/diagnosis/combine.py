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
    with np.errstate(all="ignore"):
        return gap(step.out, probe.last) <= bench.limit


def pairs(bench: Bench, choices: Sequence[Choice]) -> Iterator[tuple[Choice, ...]]:
    """Two alterations of different equations that together give the user's numbers."""
    if bench.update_only is None:
        return
    by_gate: dict[str, list[Choice]] = {gate: [] for gate in EQUATIONS}
    for choice in choices:
        if len(choice[1].equations) == 1:
            by_gate[next(iter(choice[1].equations))].append(choice)
    for z, b in _update_and_blend(bench, by_gate):
        chosen = [c for c in (z, b) if c is not None]
        if len(chosen) == 2:
            if _fits(bench, bench.full, *chosen):
                yield tuple(chosen)
            continue
        yield from _with_rest(bench, by_gate, chosen)


def _update_and_blend(
    bench: Bench, by_gate: dict[str, list[Choice]]
) -> Iterator[tuple[Choice | None, Choice | None]]:
    assert bench.update_only is not None
    gates = _values(bench, bench.update_only, "update", by_gate["update"])
    last = bench.update_only.last
    margin = bench.limit * float(np.max(np.abs(last)))
    known = bench.step(bench.update_only)
    rest = {"r": known.r, "n": known.n}
    for z, value in gates:
        step = bench.step(bench.update_only)
        step.__dict__ |= rest | {"z": value}
        for b in [None, *by_gate["blend"]]:
            if np.abs(_blended(step, b) - last).max() <= margin:
                yield z, b


def _values(
    bench: Bench, probe: Probe, gate: str, choices: Sequence[Choice]
) -> list[tuple[Choice | None, Array]]:
    """The value of a gate as it is, and under each alteration."""
    with np.errstate(all="ignore"):
        healthy = EQUATIONS[gate](bench.step(probe))
        altered = [(c, c[1].equations[gate](bench.step(probe))) for c in choices]
    return [(None, healthy), *altered]


def _blended(step: Step, choice: Choice | None) -> Array:
    equation = EQUATIONS["blend"] if choice is None else choice[1].equations["blend"]
    return equation(step)


def _with_rest(
    bench: Bench, by_gate: dict[str, list[Choice]], chosen: list[Choice]
) -> Iterator[tuple[Choice, ...]]:
    """The reset and candidate equations beside what the update experiment allowed."""
    resets = _values(bench, bench.full, "reset", by_gate["reset"])
    for r, value in resets:
        if r is not None and len(chosen) > 1:
            continue
        for n in [None, *by_gate["candidate"]]:
            count = len(chosen) + (r is not None) + (n is not None)
            if count != 2:
                continue
            whole = (*chosen, *(c for c in (r, n) if c is not None))
            if _fits_with(bench, whole, value):
                yield whole


def _fits_with(bench: Bench, chosen: tuple[Choice, ...], reset: Array) -> bool:
    step = bench.step(bench.full)
    for _, altered in chosen:
        step.equations = {**step.equations, **altered.equations}
    step.__dict__["r"] = reset
    with np.errstate(all="ignore"):
        return gap(step.out, bench.full.last) <= bench.limit
