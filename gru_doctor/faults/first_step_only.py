"""GRU301 first-step-only: the first time step is returned where the sequence, or its end, belongs

What it does
    The result of the loop is indexed with 0: the state after the first input comes back, whatever
    follows. In Theano it is the commonest slip there is: scan with a single output returns the tensor
    itself, not a list, so rval[0] is its first time step.

Why it matters
    Only the first input reaches the output. Nothing later has any influence or gradient, so the layer
    can learn nothing about a sequence.

Example
    rval, updates = theano.scan(step, sequences=[mask, x], outputs_info=[h0], n_steps=n)
    return rval[0]

Fix
    return rval for every state, or rval[-1] for the last.
"""

from __future__ import annotations

import numpy as np

from gru_doctor.equations.layer import Returned, Sequence
from gru_doctor.fault import Fault, Strayed
from gru_doctor.strays import around


def nothing_else(returned: Returned, s: Sequence) -> Returned:
    """One output, of the first step; it is the last state too"""
    return Returned(returned.outputs[:1], returned.outputs[0])


def one_output(returned: Returned, s: Sequence) -> Returned:
    """One output, of the first step; the last state is right"""
    return Returned(returned.outputs[:1], returned.last)


def last_is_first(returned: Returned, s: Sequence) -> Returned:
    """Every output, but the first where the last state belongs"""
    return Returned(returned.outputs, returned.outputs[0])


def repeated(returned: Returned, s: Sequence) -> Returned:
    """The first state at every step"""
    return Returned(np.repeat(returned.outputs[:1], len(s.xs), axis=0), returned.outputs[0])


def repeated_but_last(returned: Returned, s: Sequence) -> Returned:
    """The first state at every step; the last state is right"""
    return Returned(np.repeat(returned.outputs[:1], len(s.xs), axis=0), returned.last)


FAULT = Fault(
    code="GRU301",
    name="first-step-only",
    sequence=(
        Strayed(around(after=nothing_else), "outputs = states[0]", "outputs = states"),
        Strayed(around(after=one_output), "outputs = states[0]", "outputs = states"),
        Strayed(around(after=last_is_first), "last = states[0]", "last = states[-1]"),
        Strayed(around(after=repeated), "outputs[t] = states[0]", "outputs[t] = states[t]"),
        Strayed(around(after=repeated_but_last), "outputs[t] = states[0]", "outputs[t] = states[t]"),
    ),
)
