"""Roles by intervention, so that neither names nor packing need be known.

With every parameter 0 a GRU returns h/2 whatever its polarity. One entry at ±200 then shows its unit
(what moves), its gate (the share of the old state changes: update; anything else: candidate)
and its polarity; negating one input at a time shows its source. With the candidate's own recurrence
switched on, what moves now is the reset gate. Works on faulty cells too: each answer asks for one gate.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from gru_doctor.checks.identifying.crosses import spread
from gru_doctor.checks.identifying.waking import awake, by_input
from gru_doctor.closeness import SATURATED
from gru_doctor.records import Array, Parameter
from gru_doctor.subject import Call, Edit, Subject

Gate = Literal["z", "r", "n"]
Kind = Literal["W", "U", "b"]
Entry = tuple[str, int]
STRONG = 200.0
MOST_KEPT = 2.5
"""No gate keeps more of the old state than this; an unbounded candidate seems to."""


@dataclass(frozen=True)
class Label:
    """What one entry of one parameter does: gate, kind of source, source and unit; `sign` is +1
    where a rise keeps the old state (update), raises the candidate, or opens the reset gate."""

    gate: Gate
    kind: Kind
    source: int
    unit: int
    sign: int


Labels = dict[Entry, Label]


@dataclass(frozen=True)
class Roles:
    """Labels by (parameter, flat index); entries not in it moved nothing. `halves` says whether the
    cell with all weights zero returned h/2."""

    labels: Labels
    halves: bool

    def of(self, gate: Gate, kind: Kind | None = None) -> Labels:
        """The labelled entries of one gate."""
        return {k: v for k, v in self.labels.items() if v.gate == gate and kind in (None, v.kind)}


@dataclass(frozen=True)
class Bench:
    """The fixed numbers of the knock-outs: row 0 as drawn, in row k source k is negated, in the last
    row the whole state is halved."""

    subject: Subject
    call: Call
    d: int
    h: int

    @property
    def state(self) -> Array:
        """h of every row, (2 + D + H, H)."""
        assert self.call.h0 is not None
        return self.call.h0

    def responses(self, entries: list[Entry]) -> tuple[Array, Array]:
        """States with each entry high, and low: (entries, rows, H) each."""
        high = self.subject.sweep(self.call, [Edit(n, i, STRONG) for n, i in entries])
        low = self.subject.sweep(self.call, [Edit(n, i, -STRONG) for n, i in entries])
        return high, low

    def rest(self) -> Array:
        """States without any edit, (rows, H)."""
        name = self.subject.card.parameters[0].name
        now = float(self.subject.weights()[name].flat[0])
        untouched: Array = self.subject.sweep(self.call, [Edit(name, 0, now)])[0]
        return untouched


def bench(subject: Subject, generator: np.random.Generator) -> Bench:
    """Inputs in (0.5, 0.95), states in (0.4, 0.95), each source negated in one row."""
    d, h = subject.card.input_size, subject.card.hidden_size
    x = np.tile(generator.uniform(0.5, 0.95, d), (2 + d + h, 1))
    state = np.tile(generator.uniform(0.4, 0.95, h), (2 + d + h, 1))
    x[1 + np.arange(d), np.arange(d)] *= -1
    state[1 + d + np.arange(h), np.arange(h)] *= -1
    state[-1] *= 0.5
    return Bench(subject, Call(x[None], state), d, h)


def roles(subject: Subject, generator: np.random.Generator) -> Roles:
    """Label the entries of every parameter; the subject's weights are left at zero."""
    parameters = subject.card.parameters
    zeros = {p.name: np.zeros(p.shape) for p in parameters}
    subject.assign(zeros)
    on = bench(subject, generator)
    rest = on.rest()
    labels = _labelled(parameters, on, rest, {}, _update_or_candidate)
    if not any(label.gate == "z" for label in labels.values()):
        subject.assign(awake(zeros, labels, by_input(labels, on.d)))
        labels |= _labelled(parameters, on, on.rest(), labels, _hidden_update)
    subject.assign(awake(zeros, labels, {"W": 0.1, "b": 0.1, "U": 1.0}))
    labels |= _labelled(parameters, on, on.rest(), labels, partial(_reset, _swing(on, labels)))
    subject.assign(zeros)
    return Roles(labels, bool(np.max(np.abs(rest - on.state / 2)) < SATURATED))


Judge = Callable[[Bench, Array, Array, Array], "Label | None"]


def _labelled(
    parameters: tuple[Parameter, ...], on: Bench, rest: Array, known: Labels, judge: Judge
) -> Labels:
    """Labels of the entries not known yet, asked along a cross in each array and spread from it."""

    def ask(entries: list[Entry]) -> Labels:
        wanted = [e for e in entries if e not in known]
        if not wanted:
            return {}
        high, low = on.responses(wanted)
        judged = {e: judge(on, rest, high[k], low[k]) for k, e in enumerate(wanted)}
        found = {e: label for e, label in judged.items() if label is not None}
        signs = {e: _turned(on, high[k], low[k], found[e].unit) for k, e in enumerate(wanted) if e in found}
        return _sourced(on, found, signs, turning="" if judge is _hidden_update else "zr")

    return {e: v for e, v in spread(parameters, ask).items() if e not in known}


def moved_unit(rest: Array, high: Array, low: Array) -> int | None:
    """The unit that moves most, None where nothing does."""
    change = np.maximum(np.abs(high - rest), np.abs(low - rest))
    change = np.where(np.isfinite(change), change, 0.0)
    unit = int(np.argmax(change))
    return unit if change[unit] > SATURATED else None


def _update_or_candidate(on: Bench, rest: Array, high: Array, low: Array) -> Label | None:
    unit = moved_unit(rest[0], high[0], low[0])
    if unit is None:
        return None
    slopes = [_kept(on, rows[:, unit], unit) for rows in (high, low)]
    usual = _kept(on, rest[:, unit], unit)
    held = any(abs(s - usual) > SATURATED for s in slopes) and max(map(abs, slopes)) < MOST_KEPT
    if held:
        return Label("z", "b", 0, unit, 1 if slopes[0] > slopes[1] else -1)
    sign = 1 if high[0, unit] > low[0, unit] else -1
    return Label("n", "b", 0, unit, sign)


def _kept(on: Bench, states: Array, unit: int) -> float:
    """The share of the old state in the new one: how the state answers when the old one is halved."""
    return float((states[0] - states[-1]) / (on.state[0, unit] - on.state[-1, unit]))


def _hidden_update(on: Bench, rest: Array, high: Array, low: Array) -> Label | None:
    """An update gate that weighs the candidate alone shows only once the candidate is not zero; with
    the candidate's recurrence off no reset gate can show itself here."""
    unit = moved_unit(rest[0], high[0], low[0])
    if unit is None:
        return None
    sign = 1 if high[0, unit] < low[0, unit] else -1
    return Label("z", "b", 0, unit, sign)


def _swing(on: Bench, labels: Labels) -> float:
    """How far the state moves when a candidate goes from −1 to 1; inf where none is known."""
    entry = next((e for e, label in labels.items() if label.gate == "n" and label.kind != "U"), None)
    if entry is None:
        return float("inf")
    high, low = on.responses([entry])
    unit = labels[entry].unit
    return abs(float(high[0, 0, unit] - low[0, 0, unit]))


def _reset(swing: float, on: Bench, rest: Array, high: Array, low: Array) -> Label | None:
    unit = moved_unit(rest[0], high[0], low[0])
    if unit is None:
        return None
    sign = 1 if high[0, unit] > low[0, unit] else -1
    if abs(high[0, unit] - low[0, unit]) > (1 - SATURATED) * swing:
        # No gate saturates the candidate both ways: this bias stands inside the recurrent product.
        return Label("n", "b", 0, unit, sign)
    return Label("r", "b", 0, unit, sign)


def _turned(on: Bench, high: Array, low: Array, unit: int) -> NDArray[np.bool_]:
    """In which rows the response of a unit turns round."""
    turned: NDArray[np.bool_] = (high[:-1, unit] - low[:-1, unit]) * (high[0, unit] - low[0, unit]) < 0
    return turned


def _sourced(on: Bench, labels: Labels, turned: dict[Entry, NDArray[np.bool_]], turning: str) -> Labels:
    """Each label with its source: the input that, once negated, turns the response round; none: a bias.

    Negating the unit's own state may turn the response round by itself. Whether it does for a gate,
    the entries say that some other input turns too; where there are none, `turning` names the gates.
    """
    made: Labels = {}
    for gate in ("z", "r", "n"):
        own = {e: v for e, v in labels.items() if v.gate == gate}
        flips = _flips(on, own, turned, usually=gate in turning)
        made |= {e: _from(on, v, turned[e], flips) for e, v in own.items()}
    return {e: made[e] for e in labels}


def _flips(on: Bench, own: Labels, turned: dict[Entry, NDArray[np.bool_]], usually: bool) -> bool:
    clear = [turned[e][_row(on, v)] for e, v in own.items() if len(_others(on, v, turned[e]))]
    return bool(np.mean(clear) > 0.5) if clear else usually


def _row(on: Bench, label: Label) -> int:
    """The row in which the unit's own state is negated."""
    return 1 + on.d + label.unit


def _others(on: Bench, label: Label, turned: NDArray[np.bool_]) -> NDArray[np.intp]:
    rows = np.flatnonzero(turned)
    others: NDArray[np.intp] = rows[rows != _row(on, label)]
    return others


def _from(on: Bench, label: Label, turned: NDArray[np.bool_], flips: bool) -> Label:
    others = _others(on, label, turned)
    if len(others):
        row = int(others[0]) - 1
        return replace(label, kind="W" if row < on.d else "U", source=row if row < on.d else row - on.d)
    if bool(turned[_row(on, label)]) != flips:
        return replace(label, kind="U", source=label.unit)
    return label
