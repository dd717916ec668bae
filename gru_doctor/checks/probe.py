"""Generic numbers to run a subject on: full precision, random biases and states, nothing saturated."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from gru_doctor.errors import CallTrouble
from gru_doctor.records import Array, Arrays, Card, Options
from gru_doctor.subject import Call, Run, Subject


@dataclass(frozen=True)
class Probe:
    """One experiment: the weights it ran with, its call, and what came back."""

    weights: Arrays
    call: Call
    run: Run

    @property
    def x(self) -> Array:
        """The first input (B, D)."""
        first: Array = self.call.xs[0]
        return first

    @property
    def h(self) -> Array:
        """The initial state (B, H), zero where the object cannot be given one."""
        if self.call.h0 is not None:
            return self.call.h0
        return np.zeros((self.call.xs.shape[1], self.hidden_size))

    @property
    def hidden_size(self) -> int:
        """H"""
        return int(self.last.shape[-1])

    @property
    def last(self) -> Array:
        """The last state (B, H); of a sequence its last output."""
        if self.run.outputs is not None and len(self.run.outputs):
            last: Array = self.run.outputs[-1]
            return last
        assert self.run.last is not None
        return self.run.last


def weights(card: Card, generator: np.random.Generator, scale: float = 0.8) -> dict[str, Array]:
    """Random numbers for every parameter."""
    return {p.name: generator.uniform(-scale, scale, p.shape) for p in card.parameters}


def call(card: Card, options: Options, generator: np.random.Generator, steps: int) -> Call:
    """Random inputs, and a random state where the object takes one."""
    xs = generator.uniform(-1.2, 1.2, (steps, options.batch, card.input_size))
    h0 = generator.uniform(-0.9, 0.9, (options.batch, card.hidden_size))
    return Call(xs, h0 if card.takes_state else None)


def runs(subject: Subject, asked: Call) -> bool:
    """Whether a call works."""
    try:
        subject.run(asked)
    except CallTrouble:
        return False
    return True


def probed(subject: Subject, options: Options, generator: np.random.Generator, steps: int = 1) -> Probe:
    """Assign random weights, run once, and keep both."""
    drawn = weights(subject.card, generator)
    subject.assign(drawn)
    asked = call(subject.card, options, generator, steps)
    return Probe(drawn, asked, subject.run(asked))


def rerun(subject: Subject, probe: Probe, changed: Mapping[str, Array]) -> Probe:
    """The same experiment with other weights."""
    drawn = dict(probe.weights) | dict(changed)
    subject.assign(drawn)
    return replace(probe, weights=drawn, run=subject.run(probe.call))


def last_step(probe: Probe) -> Probe:
    """The last step of a longer run alone, from the state before it; the whole run where the states between
    were not returned."""
    outputs = probe.run.outputs
    if len(probe.call.xs) == 1 or outputs is None or len(outputs) != len(probe.call.xs):
        return probe
    return replace(probe, call=Call(probe.call.xs[-1:], outputs[-2]), run=Run(None, outputs[-1]))
