"""All ways to alter up to two equations that reproduce one experiment, found without trying all pairs.

Two alterations meet in the blend: the values that each alone gives to z, r and n are laid side by side
as rows of one wide batch, on which every other alteration is evaluated once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from gru_doctor.checks.probe import Probe
from gru_doctor.closeness import gap
from gru_doctor.equations.gru import EQUATIONS, Step
from gru_doctor.equations.reading import Reading
from gru_doctor.fault import Altered, Fault
from gru_doctor.records import Array, Convention

Choice = tuple[Fault, Altered]
Row = tuple[Choice, ...]
VALUES = {"update": "z", "reset": "r", "candidate": "n"}
ORDER = ("update", "reset", "candidate", "blend")


@dataclass(frozen=True)
class Bench:
    """One reading and convention on the numbers of an experiment."""

    reading: Reading
    convention: Convention
    probe: Probe
    limit: float

    def step(self) -> Step:
        """A fresh reference step."""
        return Step(self.reading.blocks(self.probe.weights), self.probe.x, self.probe.h, self.convention)


def singles(bench: Bench, choices: Sequence[Choice]) -> Iterator[Row]:
    """Each alteration alone that gives the user's numbers."""
    for choice in choices:
        if _fits(bench, choice):
            yield (choice,)


def _fits(bench: Bench, *chosen: Choice) -> bool:
    equations = dict(EQUATIONS)
    for _, altered in chosen:
        equations |= altered.equations
    step = bench.step()
    step.equations = equations
    try:
        return gap(step.out, bench.probe.last) <= bench.limit
    except (KeyError, RecursionError):  # a block that the file does not have; two that read each other
        return False


@dataclass(frozen=True)
class Wide:
    """Variants of one step side by side: in the rows of variant k the values of `rows[k]` hold."""

    bench: Bench
    rows: tuple[Row, ...]
    values: dict[str, Array]

    @cached_property
    def step(self) -> Step:
        """The step over all variants, (variants · B, ·)."""
        one, times = self.bench.step(), len(self.rows)
        tiled = Step(one.weights, np.tile(one.x, (times, 1)), np.tile(one.h, (times, 1)), one.convention)
        tiled.__dict__ |= self.values
        return tiled

    def value(self, name: str, choice: Choice | None = None) -> Array | None:
        """z, r, n or out under one more alteration, None where that cannot stand here."""
        equation = EQUATIONS[name] if choice is None else choice[1].equations[name]
        try:
            return np.broadcast_to(equation(self.step), self.step.h.shape)
        except (KeyError, RecursionError, ValueError):
            return None

    def with_variants(self, name: str, choices: Sequence[Choice]) -> Wide:
        """Every variant as it is, and once more with each alteration of one equation that stands here.

        What was altered already in a row stays alone: a third alteration is not sought."""
        own = self.values.get(VALUES[name], self.value(name))
        assert own is not None
        whole = replace(self, values={**self.values, VALUES[name]: own})
        room = whole.only(1)
        rows, parts = list(whole.rows), {key: [held] for key, held in whole.values.items()}
        base = Wide(self.bench, room.rows, {k: v for k, v in room.values.items() if k in self.values})
        for choice in choices:
            made = base.value(name, choice)
            if made is None:
                continue
            rows += [(*row, choice) for row in room.rows]
            for key, held in parts.items():
                held.append(made if key == VALUES[name] else room.values[key])
        return Wide(self.bench, tuple(rows), {k: np.concatenate(v) for k, v in parts.items()})

    def only(self, most: int) -> Wide:
        """The variants with at most so many alterations."""
        kept = [k for k, row in enumerate(self.rows) if len(row) <= most]
        size = len(self.bench.probe.h)
        picked = np.concatenate([np.arange(k * size, (k + 1) * size) for k in kept])
        return Wide(
            self.bench, tuple(self.rows[k] for k in kept), {k: v[picked] for k, v in self.values.items()}
        )


def pairs(bench: Bench, choices: Sequence[Choice]) -> Iterator[Row]:
    """Two alterations of different equations that together give the user's numbers."""
    by_gate = {gate: [c for c in choices if list(c[1].equations) == [gate]] for gate in ORDER}
    wide = Wide(bench, ((),), {})
    for gate in ORDER[:-1]:
        wide = wide.with_variants(gate, by_gate[gate])
    yield from (row for row in _giving(wide, None) if len(row) == 2)
    slim = wide.only(1)
    for choice in by_gate["blend"]:
        yield from ((*row, choice) for row in _giving(slim, choice) if row)


def _giving(wide: Wide, blend: Choice | None) -> Iterator[Row]:
    """The variants that, with this blend, give the user's numbers."""
    made = wide.value("blend", blend)
    if made is None:
        return
    wanted = wide.bench.probe.last
    margin = wide.bench.limit * float(np.max(np.abs(wanted)))
    off = np.abs(made.reshape(len(wide.rows), *wanted.shape) - wanted).max(axis=(1, 2))
    yield from (wide.rows[k] for k in np.flatnonzero(off <= margin))
