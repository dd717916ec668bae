"""GRU312 step-differs-from-sequence: stepping, chunks and the whole sequence disagree

What it does
    The loop does something that one step does not: it clips the state, scales the input by the length,
    leaves out the biases, starts each chunk anew, or has its own copy of the equations.

Why it matters
    A model trained on whole sequences gives other answers when it is used one step at a time, as in
    generation, and what is tested on the step says nothing about the sequence.

Example
    h = np.clip(cell(x, h), -0.25, 0.25)      # in the loop only

Fix
    Let the loop call the step and nothing else; put a clip or a scale in the step.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial

import numpy as np

from gru_doctor.equations.layer import Sequence
from gru_doctor.fault import Fault, Strayed
from gru_doctor.records import Array, Arrays
from gru_doctor.strays import Carry, Inputs, around, carrying

BOUNDS = (0.1, 0.2, 0.25, 0.5, 0.9)
CHUNKS = (2, 3)
LEFT_OUT: Mapping[str, str] = {
    "every bias": "bc",
    "the input biases": "b",
    "the recurrent biases": "c",
    "the recurrent matrices": "U",
    "the recurrent terms": "Uc",
}


def clipped(bound: float, s: Sequence, t: int, h: Array) -> Array:
    """The new state clipped"""
    return s.held(t, np.clip(s.step(t, h), -bound, bound), h)


def afresh(k: int, s: Sequence, t: int, h: Array) -> Array:
    """Each chunk of k steps from h0"""
    start = s.h0 if t % k == 0 else h
    return s.held(t, s.step(t, start), start)


def activated(s: Sequence, t: int, h: Array) -> Array:
    """The new state through tanh once more"""
    return s.held(t, np.tanh(s.step(t, h)), h)


def added(s: Sequence, t: int, h: Array) -> Array:
    """The new state on top of the old one"""
    return s.held(t, h + s.step(t, h), h)


def halved(s: Sequence, t: int, h: Array) -> Array:
    """The mean of the new state and the old one"""
    return s.held(t, (h + s.step(t, h)) / 2, h)


def without(kinds: str) -> Inputs:
    """The layer without some kinds of blocks"""

    def left(s: Sequence) -> Sequence:
        kept: Arrays = {name: w for name, w in s.weights.items() if name[0] not in kinds}
        return replace(s, weights=kept)

    return left


def scaled(number: Callable[[Sequence], float]) -> Inputs:
    """The inputs times a number of the sequence"""
    return lambda s: replace(s, xs=s.xs * number(s))


def loop(step: Carry, yours: str) -> Strayed:
    """A loop that does more than the step"""
    return Strayed(carrying(step), yours, "h = step(x[t], h)")


def changed(inputs: Inputs, yours: str) -> Strayed:
    """A loop over other inputs than the step has"""
    return Strayed(around(inputs), yours, "h = step(x[t], h)")


FAULT = Fault(
    code="GRU312",
    name="step-differs-from-sequence",
    sequence=(
        *(loop(partial(clipped, b), f"h = clip(h', −{b:g}, {b:g}) in the loop") for b in BOUNDS),
        *(loop(partial(afresh, k), f"h = h0 at every chunk of {k} steps") for k in CHUNKS),
        loop(activated, "h = tanh(h') in the loop"),
        loop(added, "h = h + h' in the loop"),
        loop(halved, "h = (h + h') / 2 in the loop"),
        *(changed(without(kinds), f"the loop leaves out {w}") for w, kinds in LEFT_OUT.items()),
        changed(scaled(lambda s: 1 / max(len(s.xs), 1)), "x is divided by T in the loop"),
        changed(scaled(lambda s: 1 / len(s.h0)), "x is divided by B in the loop"),
    ),
)
