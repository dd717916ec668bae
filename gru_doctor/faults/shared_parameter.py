"""GRU121 shared-parameter: two stored parameters are one array

What it does
    Two names hold the same array: a chained assignment, a list multiplied by 3, a copy that was
    meant and not made. Writing to one writes to the other.

Why it matters
    Gates that should learn apart learn as one. An update in place is even applied twice. The
    numbers of the first forward pass do not show it.

Example
    self.Wz = self.Wr = np.random.randn(D, H)

Fix
    self.Wz = np.random.randn(D, H)
    self.Wr = np.random.randn(D, H)
"""

from __future__ import annotations

from gru_doctor.fault import Fault

FAULT = Fault(code="GRU121", name="shared-parameter")
