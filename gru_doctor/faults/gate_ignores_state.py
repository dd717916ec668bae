"""GRU112 gate-ignores-state: a gate has no recurrent term

What it does
    A gate is computed from the input alone. The product of the previous state with the recurrent
    matrix is missing.

Why it matters
    The gate cannot depend on what the cell remembers, so the cell decides what to keep without
    looking at it. Some published variants (MUT1) leave it out on purpose: it is an error only
    where a recurrent array is stored for the gate and never used.

Example
    z = sigmoid(x @ Wz + bz)

Fix
    z = sigmoid(x @ Wz + h @ Uz + bz)
"""

from __future__ import annotations

from gru_doctor.altering import dropped
from gru_doctor.fault import Fault

FAULT = Fault(
    code="GRU112",
    name="gate-ignores-state",
    severity="warning",
    cell=tuple(dropped(g, parts) for g in "zrn" for parts in ("U", "Uc")),
)
