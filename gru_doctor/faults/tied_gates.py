"""GRU120 tied-gates: the update and the reset gate are one

What it does
    z and r come from one projection, or one of them is used in both places. They are equal for
    every input.

Why it matters
    The cell can no longer forget for the candidate what it keeps for the state. One gate for both
    is a published cell (MGU), so it is an error only where the arrays of a second gate are stored
    and never used.

Example
    z = r = sigmoid(x @ Wg + h @ Ug + bg)

Fix
    z = sigmoid(x @ Wz + h @ Uz + bz)
    r = sigmoid(x @ Wr + h @ Ur + br)
"""

from __future__ import annotations

from gru_doctor.altering import RESET_BLOCKS, UPDATE_BLOCKS, altered
from gru_doctor.fault import Fault

ONE_RESETS = altered("reset", "r = z", lambda s: s.z, (lambda s: s.r, lambda s: s.r), silences=RESET_BLOCKS)
ONE_UPDATES = altered(
    "update", "z = r", lambda s: s.r, (lambda s: s.z, lambda s: s.z), silences=UPDATE_BLOCKS
)
FAULT = Fault(
    code="GRU120",
    name="tied-gates",
    severity="warning",
    cell=(ONE_RESETS, ONE_UPDATES),
)
