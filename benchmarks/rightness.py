"""Whether a mutant is still right, told without the tool: its numbers against the reference's.

Listed are the readings of the stored arrays that a published GRU may have: another polarity, another order of
the gates (of all arrays at once; of one kind of array for itself where they are separate), the reset on the
other side of the product, every recurrent matrix transposed, another published activation of the gates, a
constant offset of a gate. What equals the reference under none of them on 1 000 inputs is wrong.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import permutations, product
from types import CodeType
from typing import Any, Literal

import numpy as np
from cases.verify import Case  # puts the drivers where they are found
from drivers import reference
from drivers.case import Array
from drivers.reference import Cell, hard_sigmoid, sigmoid
from watching import Driver, module_of

INPUTS = 1000
LARGE = 6.0
ORDERS = tuple(permutations(range(3)))
SAME = (0, 1, 2)
Judgement = Literal["right", "wrong", "backward", "raises"]


def slope_sixth(a: Array) -> Array:
    """The piecewise linear gate of Keras 3 and PyTorch."""
    return np.clip(a / 6 + 0.5, 0.0, 1.0)


def steep(a: Array) -> Array:
    """The logistic function of 3.75 a."""
    return sigmoid(3.75 * a)


GATES = (None, sigmoid, hard_sigmoid, slope_sixth, steep)
OFFSETS = tuple(o for o in product((0.0, 1.0, -1.0, 2.0, -2.0), repeat=2) if o != (0.0, 0.0))


@dataclass(frozen=True)
class Reading:
    """One way to read the arrays that the driver hands to the reference."""

    W: tuple[int, ...] = SAME
    U: tuple[int, ...] = SAME
    b: tuple[int, ...] = SAME
    c: tuple[int, ...] = SAME
    other_polarity: bool = False
    other_reset: bool = False
    turned: bool = False
    gate: Callable[[Array], Array] | None = None
    offset: tuple[float, float] = (0.0, 0.0)

    def cell(self, cell: Cell) -> Cell:
        """The reference cell so read."""
        U = [u.T for u in cell.U] if self.turned else cell.U
        return replace(
            cell,
            W=_ordered(cell.W, self.W),
            U=_ordered(U, self.U),
            b=self._biases(cell),
            c=_ordered(cell.c, self.c),
            keeps=cell.keeps != self.other_polarity,
            after=cell.after != self.other_reset,
            gate=self.gate or cell.gate,
        )

    def _biases(self, cell: Cell) -> Sequence[Array]:
        biases = _ordered(cell.b, self.b)
        if not any(self.offset):
            return biases
        given = biases or [np.zeros(u.shape[0]) for u in cell.U]
        return [given[0] + self.offset[0], given[1] + self.offset[1], given[2]]


def _ordered(arrays: Sequence[Array], order: tuple[int, ...]) -> list[Array]:
    return [arrays[k] for k in order] if len(arrays) else []


def readings(separate: bool) -> Iterator[Reading]:
    """All that are tried, the file's own first."""
    for polarity, reset, turned in product((False, True), repeat=3):
        base = Reading(other_polarity=polarity, other_reset=reset, turned=turned)
        yield from (replace(base, W=o, U=o, b=o, c=o) for o in ORDERS)
        if separate and not turned:
            for common, kind, other in product(ORDERS, "WUbc", ORDERS):
                joint = replace(base, W=common, U=common, b=common, c=common)
                yield replace(joint, **{kind: other})  # type: ignore[arg-type]
    for polarity, gate in product((False, True), GATES):
        yield Reading(other_polarity=polarity, gate=gate)
        yield from (Reading(other_polarity=polarity, gate=gate, offset=o) for o in OFFSETS)


@contextmanager
def read_as(reading: Any) -> Iterator[None]:
    """Let every reference cell take its step as another: `reading.cell` says as which."""
    plain = reference.Cell.step

    def step(cell: Cell, x: Array, h: Array) -> Array:
        taken: Array = reading.cell(cell).parts(x, h)[3]
        return taken

    reference.Cell.step = step  # type: ignore[method-assign]
    try:
        yield
    finally:
        reference.Cell.step = plain  # type: ignore[method-assign]


class Draws(np.random.Generator):
    """Normal draws of a size of one's own."""

    def __init__(self, seed: int, scale: float = 1.0) -> None:
        super().__init__(np.random.PCG64(seed))
        self.scale = scale

    def normal(self, *args: Any, **kwargs: Any) -> Any:
        """As of every generator, times the scale."""
        return self.scale * super().normal(*args, **kwargs)


@dataclass
class Judge:
    """Judges the mutants of one base."""

    base: str
    drive: Driver
    separate: bool
    rows: int  # inputs that one run takes

    def judge(self, code: CodeType, healthy: CodeType) -> Judgement:
        """Whether its forward is a published GRU, and its own backward fits that forward."""
        try:
            return self._judged(code, healthy)
        except Exception:  # whatever the mutant's own code raises
            return "raises"

    def _judged(self, code: CodeType, healthy: CodeType) -> Judgement:
        case, sound = self._case(code, 0), self._case(healthy, 0)
        out = np.array(case.run())
        if out.shape != np.shape(sound.expected()):
            return "raises"
        fits = self._surviving(case, out)
        if not any(self._throughout(code, reading) for reading in fits):
            return "wrong"
        if Reading() in fits and not _same_aside(case, sound):
            return "wrong"
        return "right" if _consistent(case) else "backward"

    def _case(self, code: CodeType, seed: int) -> Case:
        scale = LARGE if seed % 10 == 9 else 1.0
        return self.drive(module_of(code, self.base), Draws(seed, scale))

    def _surviving(self, case: Case, out: Array) -> list[Reading]:
        """The readings that the first inputs leave."""
        fits = []
        for reading in readings(self.separate):
            with read_as(reading):
                if _close(out, case.expected()):
                    fits.append(reading)
                    if reading == Reading():
                        return fits
        return fits

    def _throughout(self, code: CodeType, reading: Reading) -> bool:
        with read_as(reading):
            for seed in range(1, -(-INPUTS // self.rows) + 1):
                case = self._case(code, seed)
                if not _close(np.array(case.run()), case.expected()):
                    return False
        return True


def _close(a: Array, b: Array) -> bool:
    return a.shape == b.shape and bool(np.allclose(a, b, rtol=1e-8, atol=1e-10))


def _same_aside(case: Case, sound: Case) -> bool:
    """Whether the second way of calling the file still gives what it gave."""
    if case.extra is None or sound.extra is None:
        return True
    return _close(np.array(case.extra()), np.array(sound.extra()))


def _consistent(case: Case) -> bool:
    """Every gradient of the file's own against a central difference, in one direction."""
    if case.grads is None:
        return True
    cotangent = np.random.default_rng(11).normal(size=np.shape(case.run()))
    found = {name: np.array(value) for name, value in case.grads(cotangent.copy()).items()}
    return all(_fits(case, name, value, cotangent) for name, value in found.items())


def _fits(case: Case, name: str, gradient: Array, cotangent: Array) -> bool:
    array = case.arrays[name]
    direction = np.random.default_rng(3).normal(size=array.shape)
    saved, ends = array.copy(), []
    for sign in (1, -1):
        array[...] = saved + sign * 1e-5 * direction
        ends.append(float((np.array(case.run()) * cotangent).sum()))
    array[...] = saved
    truth = (ends[0] - ends[1]) / 2e-5
    return abs(truth - float((gradient.reshape(array.shape) * direction).sum())) <= 1e-6 * max(
        1.0, abs(truth)
    )
