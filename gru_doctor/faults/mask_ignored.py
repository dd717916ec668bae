"""GRU305 mask-ignored: padding changes the final state

What it does
    The mask is accepted and not used, or used where it does not hold the state: on the input, on the
    outputs, or on the candidate alone.

Why it matters
    What a short sequence gives depends on how long the others in its batch are. The same sample has
    another answer alone than in company.

Example
    for x, m in zip(xs, mask):
        h = cell(x * m[:, None], h)

Fix
    h_new = cell(x, h), then h = m[:, None] * h_new + (1 - m[:, None]) * h.
"""

from __future__ import annotations

from dataclasses import replace

from gru_doctor.equations.gru import Step
from gru_doctor.equations.layer import Returned, Sequence, run
from gru_doctor.fault import Fault, Strayed
from gru_doctor.records import Array
from gru_doctor.strays import around, carrying


def unmasked(s: Sequence) -> Sequence:
    """No mask"""
    return replace(s, mask=None)


def on_input(s: Sequence) -> Sequence:
    """The mask on x alone"""
    return replace(s, xs=s.xs if s.mask is None else s.xs * s.mask[..., None], mask=None)


def on_outputs(returned: Returned, s: Sequence) -> Returned:
    """The mask on what is returned alone"""
    masked = returned.outputs if s.mask is None else returned.outputs * s.mask[..., None]
    return Returned(masked, returned.last)


def on_outputs_and_last(returned: Returned, s: Sequence) -> Returned:
    """As above, with the last of the masked outputs for the final state"""
    masked = on_outputs(returned, s).outputs
    return Returned(masked, masked[-1])


def only_outputs(s: Sequence) -> Returned:
    """The outputs hold, the state that is handed back does not"""
    return replace(run(s), last=run(unmasked(s)).last)


def on_candidate(s: Sequence, t: int, h: Array) -> Array:
    """A padded step lets the candidate count as zero"""
    step = Step(s.weights, s.xs[t], h, s.convention)
    m = 1.0 if s.mask is None else s.mask[t][:, None]
    mixed: Array = step.keep * h + (1 - step.keep) * step.n * m
    return mixed


RIGHT = "h = m ⊙ h' + (1 − m) ⊙ h"

FAULT = Fault(
    code="GRU305",
    name="mask-ignored",
    sequence=(
        Strayed(around(unmasked), "h = h'", RIGHT),
        Strayed(around(on_input), "x = m ⊙ x, h = h'", RIGHT),
        Strayed(around(unmasked, on_outputs), "outputs = m ⊙ h', h = h'", RIGHT),
        Strayed(around(unmasked, on_outputs_and_last), "outputs = m ⊙ h', h = h'", RIGHT),
        Strayed(only_outputs, "last = the state without the mask", "last = the held state"),
        Strayed(carrying(on_candidate), "n = m ⊙ n, h = h'", RIGHT),
    ),
)
