"""GRU502 mutates-input: a call writes to its arguments or to its weights

What it does
    The forward pass changes an array that is not its own: the state or the sequence it was handed, or
    a stored parameter. An augmented assignment (h *= z) does so where h = h * z makes a new array.

Why it matters
    The result itself is right, once. The caller's h0 is not what it was, a second call starts
    elsewhere, a list of states holds the same array many times, and autograd may raise or, in NumPy,
    a backward reads values that are gone.

Example
    h *= z
    h += (1 - z) * n
    return h

Fix
    return z * h + (1 - z) * n. Where memory counts, copy once at the start: h = h0.copy().
"""

from __future__ import annotations

from gru_doctor.fault import Fault

FAULT = Fault(code="GRU502", name="mutates-input", severity="warning")
