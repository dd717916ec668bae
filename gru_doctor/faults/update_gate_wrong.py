"""GRU101 update-gate-wrong: the update gate differs, and no named fault explains it

What it does
    The update gate is the first quantity, in the order in which things are computed, that differs
    from its equation. None of the known faults gives these numbers.

Why it matters
    The update gate decides what the cell keeps. Everything after it is computed from a wrong
    value.

Example
    z = sigmoid(x @ Wz + np.sqrt(np.abs(h)) @ Uz + bz)

Fix
    z = sigmoid(x @ Wz + h @ Uz + bz)
"""

from __future__ import annotations

from gru_doctor.fault import Fault

FAULT = Fault(code="GRU101", name="update-gate-wrong")
