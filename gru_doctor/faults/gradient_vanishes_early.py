"""GRU403 gradient-vanishes-early: going back in time, the gradient dies sooner than in the reference

What it does
    The size of dL/dh is followed from the last step back to the first, for your code and for the
    reference with the same weights. Yours falls off faster, or stops at one step altogether.

Why it matters
    The gates are there for this: z ⊙ h hands the gradient on from step to step without a matrix
    between. Without that road the layer learns from its last few inputs only, whatever the length of
    the sequence. A fall that the reference shows too is no fault; it comes from the weights.

Example
    h = z * h.detach() + (1 - z) * n

Fix
    h = z * h + (1 - z) * n. In a hand-written backward see that dh_prev holds all four ways: dh * z,
    through the candidate, through z and through r. If the reference fades as well, start with update
    gates that keep more: a bias of +1 where z keeps, of −1 where z writes.
"""

from __future__ import annotations

from gru_doctor.fault import Fault

FAULT = Fault(code="GRU403", name="gradient-vanishes-early", severity="warning")
