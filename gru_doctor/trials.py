"""What the laws are tried on: a loaded cell and what is known of it, and the numbers of one example."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np

from gru_doctor.equations.gru import EQUATIONS, Equation
from gru_doctor.equations.layer import Returned, Sequence, restarting
from gru_doctor.equations.layer import run as unrolled
from gru_doctor.equations.reading import Identity
from gru_doctor.records import Array, Arrays
from gru_doctor.subject import Call, Subject


@dataclass(frozen=True)
class Cell:
    """A loaded GRU and what is known of it: which GRU it is meant to be, None where no equations are
    known; `restarts` tells that its mask multiplies h(t−1), as in Keras 0.x, `stateful` that a call starts
    where the one before stopped. `made` is the expression that makes it again."""

    subject: Subject
    identity: Identity | None = None
    equations: Mapping[str, Equation] = field(default_factory=lambda: EQUATIONS)
    restarts: bool = False
    stateful: bool = False
    made: str = "cell"

    @cached_property
    def unread(self) -> frozenset[str]:
        """Parameters that no gate reads, such as a learned initial state."""
        if self.identity is None:
            return frozenset()
        read = {p.parameter for p in self.identity.reading.places.values()}
        return frozenset(p.name for p in self.subject.card.parameters if p.name not in read)

    def expected(self, trial: Trial) -> Returned | None:
        """What the reference returns, None where there is none."""
        if self.identity is None:
            return None
        h0 = trial.h0
        if h0 is None:
            h0 = np.zeros((trial.xs.shape[1], self.subject.card.hidden_size))
        blocks = self.identity.reading.blocks(trial.weights)
        steps = Sequence(blocks, self.identity.convention, trial.xs, h0, trial.mask, self.equations)
        return restarting(steps) if self.restarts else unrolled(steps)


@dataclass(frozen=True)
class Trial:
    """Numbers to try a cell on: its weights by name, xs (T, B, D), h0 (B, H), mask (T, B)."""

    weights: Arrays
    xs: Array
    h0: Array | None = None
    mask: Array | None = None

    @property
    def call(self) -> Call:
        """The call that these numbers make."""
        return Call(self.xs, self.h0, self.mask)

    @property
    def size(self) -> float:
        """How large the numbers are that a state is made of, 1 at most."""
        given = [a for a in (self.xs, self.h0) if a is not None]
        most = max(1.0, *(float(np.max(np.abs(a), initial=0.0)) for a in given))
        weight = max((float(np.max(np.abs(a), initial=0.0)) for a in self.weights.values()), default=0.0)
        return min(1.0, most * weight)

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        """As Hypothesis and IPython print it."""
        printer.text(repr(self))

    def __repr__(self) -> str:
        """An expression that makes it again; `sparse` is of this module."""
        weights = ",\n        ".join(f"{name!r}: {_sparse(a)}" for name, a in self.weights.items())
        given = {"xs": self.xs, "h0": self.h0, "mask": self.mask}
        rest = "".join(f",\n    {name}={_sparse(a)}" for name, a in given.items() if a is not None)
        return f"Trial(\n    weights={{\n        {weights}\n    }}{rest}\n)"


def sparse(shape: tuple[int, ...], entries: Mapping[tuple[int, ...], float], fill: float = 0.0) -> Array:
    """An array of one number but for the entries told."""
    made = np.full(shape, fill)
    for index, number in entries.items():
        made[index] = number
    return made


def _sparse(a: Array) -> str:
    """The expression of an array, its commonest number said once."""
    numbers, counts = np.unique(a, return_counts=True)
    fill = float(numbers[np.argmax(counts)]) if a.size else 0.0
    entries = {tuple(map(int, i)): float(a[tuple(i)]) for i in np.argwhere(a != fill)}
    if len(entries) > a.size // 2:
        return f"np.array({a.tolist()})"
    return f"sparse({tuple(a.shape)}, {entries}{f', {fill}' if fill else ''})"
