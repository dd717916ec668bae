"""GRU102 reset-gate-wrong: the reset gate differs, and no named fault explains it

What it does
    The reset gate is the first quantity, in the order in which things are computed, that differs
    from its equation. None of the known faults gives these numbers.

Why it matters
    The reset gate decides what the candidate may see of the past. The candidate is computed from a
    wrong value.

Example
    r = sigmoid(x @ Wr + (h - h.mean()) @ Ur + br)

Fix
    r = sigmoid(x @ Wr + h @ Ur + br)
"""

from __future__ import annotations

from gru_doctor.fault import Fault

FAULT = Fault(code="GRU102", name="reset-gate-wrong")
