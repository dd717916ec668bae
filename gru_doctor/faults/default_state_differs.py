"""GRU313 default-state-differs: no initial state and a state of zeros give different answers

What it does
    When no state is passed the first step leaves out the recurrent term and its bias, or starts from
    ones or a constant or noise, or the call raises.

Why it matters
    Published layers start from zeros; a caller who passes zeros gets another answer than one who passes
    nothing, and ported weights disagree on the first step. A learned initial state is a choice, and
    only a warning.

Example
    h = torch.ones(batch, hidden) if h0 is None else h0

Fix
    h = torch.zeros(batch, hidden) if h0 is None else h0, and one code path for both.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

import numpy as np

from gru_doctor.equations.gru import Step
from gru_doctor.equations.layer import Sequence
from gru_doctor.fault import Fault, Strayed
from gru_doctor.records import Array
from gru_doctor.strays import Inputs, around, carrying

CONSTANTS = (1.0, 0.5, 0.1, 0.01, -1.0)
SKIPPED: Mapping[str, str] = {
    "the recurrent biases": "c",
    "every recurrent term": "cU",
    "every bias": "bc",
}


def constant(value: float) -> Inputs:
    """A constant where no state was passed"""
    return lambda s: replace(s, h0=np.full_like(s.h0, value))


def _zero(s: Sequence) -> Sequence:
    return replace(s, h0=np.zeros_like(s.h0))


def skipped(kinds: str, s: Sequence, t: int, h: Array) -> Array:
    """The first step without some kinds of blocks, and from zeros"""
    if t:
        return s.held(t, s.step(t, h), h)
    kept = {name: w for name, w in s.weights.items() if name[0] not in kinds}
    first = np.zeros_like(h)
    return s.held(t, Step(kept, s.xs[t], first, s.convention).out, first)


def candidate(s: Sequence, t: int, h: Array) -> Array:
    """The first state is the candidate itself"""
    if t:
        return s.held(t, s.step(t, h), h)
    first = np.zeros_like(h)
    return s.held(t, Step(s.weights, s.xs[t], first, s.convention).n, first)


def idle(s: Sequence, t: int, h: Array) -> Array:
    """The first step makes a zero state and does nothing else"""
    return s.held(t, s.step(t, h), h) if t else np.zeros_like(h)


FAULT = Fault(
    code="GRU313",
    name="default-state-differs",
    sequence=(
        *(Strayed(around(constant(c)), f"h0 = {c:g} by default", "h0 = 0 by default") for c in CONSTANTS),
        Strayed(around(_zero), "h0 = 0, whatever is passed", "h0 as it is passed"),
        *(
            Strayed(carrying(partial(skipped, kinds)), f"the first step leaves out {w}", "it is a step")
            for w, kinds in SKIPPED.items()
        ),
        Strayed(carrying(candidate), "states[0] = n", "states[0] = step(x[0], 0)"),
        Strayed(carrying(idle), "states[0] = 0", "states[0] = step(x[0], 0)"),
    ),
)
