"""GRU201 gradient-wrong: a gradient differs and no named fault explains it

What it does
    One block of the gradient (dx, dh, or that of a W, U or b) is not the derivative of the forward
    pass, and none of the known mistakes gives the same numbers. The first block that differs, in the
    order in which a backward pass computes them, is named.

Why it matters
    Training follows a direction that is not downhill. It may still seem to learn, more slowly or to a
    worse end, so nothing but a comparison shows it.

Example
    da_z = dz * z * (1 - z) * (1 - r)

Fix
    Derive the block that is named again, one line of the forward pass at a time, and compare each
    product with the reference that the finding prints.
"""

from __future__ import annotations

from gru_doctor.fault import Fault

FAULT = Fault(code="GRU201", name="gradient-wrong")
