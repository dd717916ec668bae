"""A scan whose inputs are there: a loop over the first axis of its sequences."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import nullcontext
from dataclasses import dataclass, replace
from typing import Any

import torch

from gru_doctor.loaders.standins import scanning
from gru_doctor.loaders.standins.theano import outcomes
from gru_doctor.loaders.standins.theano.carrying import Carried, carrying
from gru_doctor.loaders.standins.theano.casting import keeping
from gru_doctor.loaders.standins.theano.deferred import settle
from gru_doctor.loaders.standins.theano.ops import unrecorded
from gru_doctor.loaders.standins.theano.scan_inputs import Recurrence, Series, recurrences, series
from gru_doctor.loaders.standins.theano.truncation import severed
from gru_doctor.loaders.standins.theano.variable import Variable, lift
from gru_doctor.loaders.standins.values import plain

Histories = list[tuple[Any, ...]]
"""For each output the past values its taps reach, the latest last."""


@dataclass(frozen=True)
class Loop:
    """A scan ready to run."""

    fn: Callable[..., Any]
    sequences: tuple[Series, ...]
    recurrences: tuple[Recurrence | None, ...]
    constants: tuple[Any, ...]
    steps: int
    truncate: int
    updating: bool = False
    """Whether a step updates shared variables, as its first run tells."""

    def arguments(self, t: int, histories: Histories) -> list[Any]:
        """What fn is given at step t: slices of sequences, past outputs by tap, non-sequences."""
        slices = [part for one in self.sequences for part in one.at(t)]
        past = [
            history[tap]
            for recurrence, history in zip(self.recurrences, histories, strict=True)
            if recurrence is not None
            for tap in recurrence.taps
        ]
        return [*slices, *past, *self.constants]

    def run(self) -> tuple[list[list[Any]], Mapping[Any, Any], int]:
        """The outputs of every step, the updates of the last, and how many outputs fn has."""
        with carrying() if self.updating else nullcontext() as carried:
            return self._run(carried)

    def _run(self, carried: Carried | None) -> tuple[list[list[Any]], Mapping[Any, Any], int]:
        histories: Histories = [() if r is None else r.past for r in self.recurrences]
        produced: list[list[Any]] = []
        outcome = outcomes.Outcome((), {}, None)
        for t in range(self.steps):
            if 0 < t == self.steps - self.truncate:
                histories = self.severed(histories)
            with torch.no_grad() if self.truncated(t) else nullcontext():
                outcome = outcomes.read(self.fn(*self.arguments(t, histories)))
            values = [lift(settle(value)) for value in outcome.values]
            if outcome.updates and carried is None:
                return replace(self, updating=True).run()
            if carried is not None:
                carried.take({shared: settle(value) for shared, value in outcome.updates.items()})
            histories = self.advanced(histories, values, t)
            produced.append(values)
            if outcome.ends():
                break
        return produced, outcome.updates, len(outcome.values) or len(self.recurrences)

    def truncated(self, t: int) -> bool:
        """Whether step t lies before the part that the gradient is taken through."""
        return 0 <= self.truncate < self.steps - t

    def severed(self, histories: Histories) -> Histories:
        """The histories at the first step that the gradient is taken through."""
        pairs = zip(self.recurrences, histories, strict=True)
        return [
            history if r is None else tuple(severed(state, r.initial) for state in history)
            for r, history in pairs
        ]

    def advanced(self, histories: Histories, values: list[Any], t: int) -> Histories:
        """The histories after step t; a state must keep its type, as Theano demands."""
        if not self.recurrences:
            return []
        if len(self.recurrences) != len(values):
            raise ValueError(
                f"scan: fn returns {len(values)} outputs, outputs_info has {len(self.recurrences)}"
            )
        for recurrence, value in zip(self.recurrences, values, strict=True):
            if recurrence is not None:
                recurrence.check(value, static=t == 0)
        pairs = zip(histories, values, strict=True)
        return [(*history[1:], value) if history else () for history, value in pairs]


def run(
    fn: Callable[..., Any],
    given: tuple[Any, ...],
    go_backwards: bool,
    truncate: int,
    name: str | None,
) -> tuple[list[Any], Any]:
    """The outputs of a scan, as a list however many, and its updates."""
    sequences, outputs_info, non_sequences, n_steps = given
    cut = series(sequences, go_backwards)
    steps = length(cut, n_steps)
    constants = tuple(lift(value) for value in listed(non_sequences))
    loop = Loop(fn, cut, recurrences(outputs_info), constants, steps, truncate)
    with unrecorded():
        produced, updates, count = loop.run()
    outputs = [_stacked(loop, produced, i) for i in range(count)]
    scanning.note(
        scanning.ScanCall(
            fn, tuple(s.value for s in cut), tuple(r and r.initial for r in loop.recurrences),
            constants, len(produced), go_backwards, truncate, name, tuple(outputs),
        )
    )  # fmt: skip
    return outputs, outcomes.Updates(updates)


def listed(value: Any) -> list[Any]:
    """One thing or a list of them as a list; None is none."""
    if value is None:
        return []
    return list(value) if isinstance(value, (list, tuple)) else [value]


def length(cut: tuple[Series, ...], n_steps: Any) -> int:
    """The number of steps: n_steps, else what the shortest sequence has."""
    if n_steps is None:
        if not cut:
            raise ValueError("scan: the number of steps is not known without sequences or n_steps")
        return min(one.length for one in cut)
    steps = int(n_steps)
    if any(one.length < steps for one in cut):
        raise ValueError(f"scan: a sequence is shorter than n_steps = {steps}")
    return steps


def _stacked(loop: Loop, produced: list[list[Any]], i: int) -> Any:
    if produced:
        values = [values[i] for values in produced]
        stacked = torch.stack([plain(value) for value in values]).as_subclass(Variable)
        return keeping(stacked, (False, *values[0].broadcastable))
    recurrence = loop.recurrences[i]
    if recurrence is None:
        raise ValueError("scan: no step was run, so an output without initial state has no shape")
    return plain(recurrence.past[-1]).new_zeros((0, *recurrence.past[-1].shape)).as_subclass(Variable)
