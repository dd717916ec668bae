"""One backward pass of the user's code on random numbers: what was sent through it, and what came back."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from gru_doctor.checks.clipping import within
from gru_doctor.checks.probe import call, weights
from gru_doctor.errors import CallTrouble
from gru_doctor.records import Array, Arrays, Options
from gru_doctor.subject import Call, Gradient, Run, Subject

COTANGENT = 0.1


@dataclass(frozen=True)
class Trial:
    """One backward pass: the weights, the call, the cotangent (T, B, H), or (B, H) of the last
    state, and what the user's code gave."""

    weights: Arrays
    call: Call
    cotangent: Array
    given: Gradient


def trial(subject: Subject, options: Options, steps: int) -> Trial:
    """Random weights and inputs, cotangents so small that clipping stays out of play."""
    generator = np.random.default_rng([options.seed, 5, steps, 0])
    drawn = weights(subject.card, generator, scale=0.6)
    subject.assign(drawn)
    asked = call(subject.card, options, generator, steps)
    shape = (*asked.xs.shape[:2], subject.card.hidden_size)
    whole = generator.uniform(-1, 1, shape) * COTANGENT
    sequence = subject.card.returns_sequence or subject.card.level == "cell"
    return Trial(drawn, asked, *within(subject, asked, whole if sequence else whole[-1]))


def as_returned(subject: Subject, options: Options, steps: int) -> Trial:
    """The same for a layer that may return another number of steps: one cotangent for each of them."""
    made = trial(subject, options, steps)
    if subject.card.level == "cell" or made.cotangent.ndim == 2:
        return made
    try:
        outputs = subject.run(made.call).outputs
    except CallTrouble as trouble:
        return replace(made, given=Gradient(None, None, {}, complaint=trouble.message, line=trouble.line))
    if outputs is None or len(outputs) == len(made.cotangent) or not len(outputs):
        return made
    whole = np.resize(made.cotangent, outputs.shape)
    return replace(made, cotangent=whole, given=subject.gradient(made.call, whole))


def state_of(made: Trial) -> Array:
    """The initial state (B, H) of a trial, zero where the object takes none."""
    if made.call.h0 is not None:
        return made.call.h0
    return np.zeros((made.call.xs.shape[1], made.cotangent.shape[-1]))


def spread(made: Trial) -> Array:
    """The cotangent as (T, B, H)."""
    if made.cotangent.ndim == 3:
        return made.cotangent
    whole = np.zeros((len(made.call.xs), *made.cotangent.shape))
    whole[-1] = made.cotangent
    return whole


def returned(run: Run, cotangent: Array) -> Array:
    """What the cotangent weighs: the sequence, or the last state."""
    if cotangent.ndim == 3:
        assert run.outputs is not None
        return run.outputs
    if run.last is not None:
        return run.last
    assert run.outputs is not None
    last: Array = run.outputs[-1]
    return last
