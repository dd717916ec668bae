"""GRU104 blend-wrong: the final mix differs, and no named fault explains it

What it does
    Gates and candidate are right, and the new state is not their mix. None of the known faults
    gives these numbers.

Why it matters
    The state is carried to every later step: an error made here is made again at each of them.

Example
    h = np.maximum(z * h, (1 - z) * n)

Fix
    h = z * h + (1 - z) * n, or h = (1 - z) * h + z * n: both are published.
"""

from __future__ import annotations

from gru_doctor.fault import Fault

FAULT = Fault(code="GRU104", name="blend-wrong")
