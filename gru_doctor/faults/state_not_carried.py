"""GRU302 state-not-carried: each step starts from the initial state

What it does
    The new state is stored or returned but not handed to the next step: the loop always passes h0, or
    makes a new zero state inside, or keeps the result under another name.

Why it matters
    The layer has no memory. It is a feed-forward network applied to each input by itself, and still
    learns whatever one input can tell.

Example
    for x in xs:
        outputs.append(cell(x, h0))

Fix
    h = h0 before the loop, and h = cell(x, h) in it.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import numpy as np

from gru_doctor.equations.layer import Returned, Sequence
from gru_doctor.fault import Fault, Strayed
from gru_doctor.records import Array
from gru_doctor.strays import Carry, carrying

EVERY = (2, 3)


def from_initial(s: Sequence, t: int, h: Array) -> Array:
    """Each step from h0; a padded one holds the last state"""
    return s.held(t, s.step(t, s.h0), h)


def from_initial_held(s: Sequence, t: int, h: Array) -> Array:
    """Each step from h0, which a padded step gives back"""
    return s.held(t, s.step(t, s.h0), s.h0)


def from_zero(s: Sequence, t: int, h: Array) -> Array:
    """Each step from a zero state"""
    return s.held(t, s.step(t, 0 * h), 0 * h)


def from_zero_kept(s: Sequence, t: int, h: Array) -> Array:
    """Each step from a zero state; a padded one holds the last state"""
    return s.held(t, s.step(t, 0 * h), h)


def from_zero_later(s: Sequence, t: int, h: Array) -> Array:
    """The first step from h0, each later one from a zero state"""
    return s.step(t, h) if t == 0 else from_zero(s, t, h)


def afresh(k: int, s: Sequence, t: int, h: Array) -> Array:
    """The state returns to h0 every k steps"""
    start = s.h0 if t % k == 0 else h
    return s.held(t, s.step(t, start), start)


def afresh_at_zero(k: int, s: Sequence, t: int, h: Array) -> Array:
    """The state returns to zero every k steps"""
    start = np.zeros_like(h) if t % k == 0 and t else h
    return s.held(t, s.step(t, start), start)


def one_late(s: Sequence, t: int, h: Array) -> Array:
    """A candidate state that is never taken over by the first step's"""
    return s.held(t, s.step(t, s.step(0, s.h0) if t else s.h0), h)


def never_handed_on(s: Sequence) -> Returned:
    """Each step from h0, which comes back as the final state too"""
    return replace(carrying(from_initial)(s), last=s.h0)


def lost(step: Carry, yours: str) -> Strayed:
    """One way to lose the state"""
    return Strayed(carrying(step), yours, "h = step(x[t], h)")


FAULT = Fault(
    code="GRU302",
    name="state-not-carried",
    sequence=(
        lost(from_initial, "h = step(x[t], h0)"),
        lost(from_initial_held, "h = step(x[t], h0)"),
        Strayed(never_handed_on, "h = step(x[t], h0), last = h0", "h = step(x[t], h)"),
        lost(from_zero, "h = step(x[t], 0)"),
        lost(from_zero_kept, "h = step(x[t], 0)"),
        lost(from_zero_later, "h = step(x[t], 0) from the second step on"),
        lost(one_late, "h = step(x[t], states[0])"),
        *(lost(partial(afresh, k), f"h = h0 at every {k} steps") for k in EVERY),
        *(lost(partial(afresh_at_zero, k), f"h = 0 at every {k} steps") for k in EVERY),
    ),
)
