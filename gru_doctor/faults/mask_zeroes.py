"""GRU306 mask-zeroes: a padded step resets the state instead of holding it

What it does
    The new state is multiplied by the mask and nothing is put in its place: padding sets the state to
    zero, or back to the initial state.

Why it matters
    With padding at the end the final state is zero whatever the sequence said. With padding in the
    middle everything before it is forgotten. (Keras 0.x masks h(t − 1), so that the state restarts
    after leading padding: that is a convention.)

Example
    h = m[:, None] * cell(x, h)

Fix
    h = m[:, None] * cell(x, h) + (1 - m[:, None]) * h
"""

from __future__ import annotations

import numpy as np

from gru_doctor.equations.layer import Returned, Sequence
from gru_doctor.fault import Fault, Strayed
from gru_doctor.records import Array
from gru_doctor.strays import around, carrying


def zeroed(s: Sequence, t: int, h: Array) -> Array:
    """m ⊙ h'"""
    return s.held(t, s.step(t, h), 0 * h)


def restarted(s: Sequence, t: int, h: Array) -> Array:
    """m ⊙ h' + (1 − m) ⊙ h0"""
    return s.held(t, s.step(t, h), s.h0)


def all_zeroed(s: Sequence, t: int, h: Array) -> Array:
    """One padded sample sets the state of all to zero"""
    padded = s.mask is not None and not s.mask[t].all()
    return np.zeros_like(h) if padded else s.step(t, h)


def last_zeroed(returned: Returned, s: Sequence) -> Returned:
    """The state holds, but the masked outputs give the final state"""
    masked = returned.outputs if s.mask is None else returned.outputs * s.mask[..., None]
    return Returned(masked, masked[-1])


RIGHT = "h = m ⊙ h' + (1 − m) ⊙ h"

FAULT = Fault(
    code="GRU306",
    name="mask-zeroes",
    sequence=(
        Strayed(carrying(zeroed), "h = m ⊙ h'", RIGHT),
        Strayed(carrying(restarted), "h = m ⊙ h' + (1 − m) ⊙ h0", RIGHT),
        Strayed(carrying(all_zeroed), "h = 0 where any sample is padded", RIGHT),
        Strayed(around(after=last_zeroed), "last = m ⊙ h", "last = h, as held"),
    ),
)
