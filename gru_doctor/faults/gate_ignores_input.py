"""GRU113 gate-ignores-input: a gate has no input term

What it does
    A gate is computed from the previous state alone. The product of the input with the gate's
    input matrix is missing.

Why it matters
    The gate cannot react to what it sees, only to what it remembers. Some published variants
    leave the term out of a gate on purpose: it is an error only where an input array is stored
    for the gate and never used.

Example
    r = sigmoid(h @ Ur + br)

Fix
    r = sigmoid(x @ Wr + h @ Ur + br)
"""

from __future__ import annotations

from gru_doctor.altering import dropped
from gru_doctor.fault import Fault

FAULT = Fault(
    code="GRU113",
    name="gate-ignores-input",
    severity="warning",
    cell=tuple(dropped(g, parts) for g in "zrn" for parts in ("W", "Wb")),
)
