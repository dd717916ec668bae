"""One reading of the arrays on the numbers of one experiment, and what each alteration gives there.

A gate does not know what the blend makes of it, and the update and the reset gate do not know where the
reset acts: what was evaluated under one convention serves the others.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gru_doctor.checks.probe import Probe
from gru_doctor.equations.gru import EQUATIONS, Equation, Step
from gru_doctor.equations.reading import Reading
from gru_doctor.fault import Altered, Fault
from gru_doctor.records import Array, Arrays, Convention

Choice = tuple[Fault, Altered]
Made = tuple[Array, frozenset[str]]
LOOSE = 2.0
"""How much more than the limit is looked at again, one by one."""


@dataclass(frozen=True)
class Bench:
    """One reading on the numbers of an experiment, and how near an explanation must come."""

    reading: Reading
    probe: Probe
    limit: float
    memo: dict[Equation, Made] = field(default_factory=dict)
    """What altered update and reset gates give."""

    @cached_property
    def blocks(self) -> Arrays:
        """The weights as the equations name them."""
        return self.reading.blocks(self.probe.weights)

    @property
    def wanted(self) -> Array:
        """The user's new state, (B, H)."""
        return self.probe.last

    @property
    def several(self) -> bool:
        """Whether the experiment has several steps, and the states between them are not known."""
        return len(self.probe.call.xs) > 1

    @property
    def margin(self) -> float:
        """How far from it what is looked at again may be."""
        return LOOSE * self.limit * float(np.max(np.abs(self.wanted)))


def filled(value: Any, shape: tuple[int, ...]) -> Array:
    """A value in its full shape; ValueError where it has another."""
    whole: Array = value if np.shape(value) == shape else np.broadcast_to(value, shape)
    return whole


class Rows(Step):
    """Steps side by side, (K · B) rows, whose gates are known beforehand."""

    def __init__(self, bench: Bench, convention: Convention, gates: Arrays) -> None:
        times = len(gates["z"]) // len(bench.probe.h)
        x, h = (np.tile(a, (times, 1)) if times != 1 else a for a in (bench.probe.x, bench.probe.h))
        super().__init__(bench.blocks, x, h, convention)
        self.gates, self.shape = gates, (times, *bench.probe.h.shape)

    def made(self, equation: Equation) -> Made | None:
        """What an equation gives here, and the gates that it asks for; None where it cannot stand: it
        asks for a block that the file does not have, or is of another shape."""
        for letter in ("z", "r", "n", "keep"):
            self.__dict__.pop(letter, None)
        try:
            value = filled(equation(self), self.h.shape)
        except (KeyError, RecursionError, ValueError):
            return None
        return value, frozenset(letter for letter in "zrn" if letter in self.__dict__)

    def under(self, equation: Equation) -> Array:
        """What an equation gives here, (K, B, H); NaN where it cannot stand."""
        made = self.made(equation) if self.h.size else None
        values = np.full(self.h.shape, np.nan) if made is None else made[0]
        return values.reshape(self.shape)

    @cached_property
    def z(self) -> Array:
        """See Step."""
        return self.gates["z"]

    @cached_property
    def r(self) -> Array:
        """See Step."""
        return self.gates["r"]

    @cached_property
    def n(self) -> Array:
        """See Step."""
        return self.gates["n"]


@dataclass(frozen=True)
class Stack:
    """Alterations that can stand here: what each gives, (K, B, H), and the gates that it reads."""

    choices: tuple[Choice, ...]
    values: Array
    reads: tuple[frozenset[str], ...]

    def asking(self, letters: str) -> list[int]:
        """The alterations that ask for one of these gates."""
        return [k for k, read in enumerate(self.reads) if read & set(letters)]

    def blind(self, letters: str) -> list[int]:
        """The alterations that ask for none of them."""
        return [k for k, read in enumerate(self.reads) if not read & set(letters)]


def stack(choices: Sequence[Choice], gate: str, step: Rows, memo: dict[Equation, Made]) -> Stack:
    """The alterations of this equation alone that can stand in a step; a reset gate that asks for the
    candidate would ask for itself."""
    found = []
    for choice in choices:
        if list(choice[1].equations) != [gate]:
            continue
        equation = choice[1].equations[gate]
        made = memo.get(equation) or step.made(equation)
        if made is None or (gate == "reset" and "n" in made[1]):
            continue
        if "n" not in made[1]:
            memo[equation] = made
        found.append((choice, *made))
    values = np.stack([v for _, v, _ in found]) if found else np.zeros((0, *step.h.shape))
    return Stack(tuple(c for c, _, _ in found), values, tuple(read for _, _, read in found))


class Gates:
    """The gates z, r and n under each alteration by itself, whatever the blend makes of them."""

    def __init__(self, bench: Bench, convention: Convention, choices: Sequence[Choice]) -> None:
        self.bench, self.convention, self.choices = bench, convention, choices

    @cached_property
    def right(self) -> dict[str, Array]:
        """The healthy gates, (B, H)."""
        gates = self._gates()
        assert gates is not None
        return gates

    def _gates(self, choice: Choice | None = None) -> dict[str, Array] | None:
        equations = {**EQUATIONS, **({} if choice is None else choice[1].equations)}
        probe = self.bench.probe
        step = Step(self.bench.blocks, probe.x, probe.h, self.convention, equations)
        try:
            return {k: filled(getattr(step, k), step.h.shape) for k in "zrn"}
        except (KeyError, RecursionError, ValueError):
            return None

    def rows(self, changed: Arrays) -> Rows:
        """Steps side by side, where some gates have other values, (K, B, H)."""
        shape = next(iter(changed.values())).shape
        given = {k: filled(changed.get(k, v), shape) for k, v in self.right.items()}
        flat = {k: v.reshape(shape[0] * shape[1], shape[2]) for k, v in given.items()}
        return Rows(self.bench, self.convention, flat)

    @cached_property
    def update(self) -> Stack:
        """The alterations of the update gate."""
        return stack(self.choices, "update", self._alone, self.bench.memo)

    @cached_property
    def reset(self) -> Stack:
        """Those of the reset gate."""
        return stack(self.choices, "reset", self._alone, self.bench.memo)

    @cached_property
    def candidate(self) -> Stack:
        """Those of the candidate."""
        return stack(self.choices, "candidate", self._alone, {})

    @property
    def _alone(self) -> Rows:
        return Rows(self.bench, self.convention, self.right)

    @cached_property
    def joint(self) -> list[tuple[Choice, dict[str, Array]]]:
        """The alterations of several gates at once, with the gates under each."""
        several = [c for c in self.choices if len(c[1].equations) > 1]
        return [(c, gates) for c in several if (gates := self._gates(c)) is not None]

    @cached_property
    def led(self) -> dict[str, Array]:
        """The reset gate under each of its alterations, and the candidate that follows, (K, B, H)."""
        changed = {"r": self.reset.values}
        return changed | {"n": self.rows(changed).under(EQUATIONS["candidate"])}

    @cached_property
    def fed(self) -> tuple[list[tuple[int, int]], Array]:
        """Which alterations of the reset gate and of a candidate that asks for it, and the candidates
        that they give together, (K, B, H)."""
        rows, choices, asking = self.rows(self.led), self.candidate.choices, self.candidate.asking("r")
        made = [rows.under(choices[k][1].equations["candidate"]) for k in asking]
        both = [(j, k) for k in asking for j in range(len(self.reset.choices))]
        return both, np.concatenate(made) if made else np.zeros((0, *self.bench.probe.h.shape))


class Tried:
    """What each alteration gives under one convention."""

    def __init__(self, gates: Gates, convention: Convention, choices: Sequence[Choice]) -> None:
        self.gates, self.convention, self.choices = gates, convention, choices
        self.bench = gates.bench

    @cached_property
    def blend(self) -> Stack:
        """The alterations of the blend."""
        return stack(self.choices, "blend", Rows(self.bench, self.convention, self.gates.right), {})

    def gives(self, out: Array) -> list[int]:
        """Which of these new states (K, B, H) are the user's, or nearly."""
        near = np.abs(out - self.bench.wanted).max(axis=(1, 2)) <= self.bench.margin
        found: list[int] = np.flatnonzero(near).tolist()
        return found

    def blended(self, z: Array, n: Array) -> Array:
        """The healthy blend of gates, (K, B, H)."""
        keep = z if self.convention.update != "writes" else 1 - z
        mixed: Array = keep * self.bench.probe.h + (1 - keep) * n
        return mixed

    def crossing(self, zs: Array, ns: Array) -> Iterator[tuple[int, int]]:
        """Which z (I, B, H) and n (K, B, H) give the user's numbers together; a single entry tells which
        cannot."""
        keep = (zs if self.convention.update != "writes" else 1 - zs)[:, 0, :1]
        one = keep * self.bench.probe.h[0, 0] + (1 - keep) * ns[None, :, 0, 0]
        near: NDArray[np.bool_] = np.abs(one - self.bench.wanted[0, 0]) <= self.bench.margin
        i, k = np.nonzero(near)
        yield from ((int(i[m]), int(k[m])) for m in self.gives(self.blended(zs[i], ns[k])))
