"""GRU310 state-leak: state kept on the object changes a second identical call

What it does
    The last state stays on the object and the next call starts from it, although the caller passed
    none, or passed another.

Why it matters
    The answer depends on what was asked before: evaluation differs from run to run, samples of one
    batch leak into the next. Where the object offers a reset, or has no other way to take a state, it
    is stateful by design, and only a warning.

Example
    h = self.h if h0 is None else h0

Fix
    Start from zeros when no state is passed; return the last state and let the caller hand it back.
"""

from __future__ import annotations

from dataclasses import replace

from gru_doctor.equations.layer import Returned, Sequence, run
from gru_doctor.fault import Fault, Strayed

CALLS = (1, 2, 3)
"""How many calls, all alike, came before the one that is looked at."""


def again(calls: int, s: Sequence) -> Returned:
    """The call after some calls, each from where the one before stopped"""
    for _ in range(calls):
        s = replace(s, h0=run(s).last)
    return run(s)


def after(calls: int) -> Strayed:
    """The state of earlier calls at the start"""
    return Strayed(
        lambda s: again(calls, s),
        yours=f"h starts where call {calls} stopped",
        reference="h starts from h0",
    )


def first_state(s: Sequence) -> Returned:
    """The call after one that left its first state behind"""
    return run(replace(s, h0=run(s).outputs[0]))


FAULT = Fault(
    code="GRU310",
    name="state-leak",
    sequence=(
        *(after(calls) for calls in CALLS),
        Strayed(first_state, "h starts from the first state of the last call", "h starts from h0"),
    ),
)
