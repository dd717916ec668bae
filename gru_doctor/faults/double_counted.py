"""GRU213 double-counted: a path of the gradient is added twice

What it does
    One term of a sum is there twice: in the line that makes it and again in the line that gathers, or
    the same line was pasted two times. A function that adds into a buffer and also returns it does it
    too.

Why it matters
    What travels along that path counts double at each step back, so over T steps the error grows as 2
    to the power T where the path leads from state to state.

Example
    dx = dz @ Wz.T + dz @ Wz.T + dr @ Wr.T + dn @ Wn.T

Fix
    Add each path once: dx = dz @ Wz.T + dr @ Wr.T + dn @ Wn.T.
"""

from __future__ import annotations

from gru_doctor.fault import Fault
from gru_doctor.slips import DH, DX, JOINT, KINDS, WEIGHTS, doubled, handing, multiplied

LINES = (*DH, *DX, "dz", "dn", "dr", "do", *WEIGHTS)

FAULT = Fault(
    code="GRU213",
    name="double-counted",
    backward=(
        *(multiplied([name], 2.0, doubled(name)) for name in LINES),
        *(
            multiplied(names, 2.0, f"{what} is added twice", f"{what} is added once")
            for what, names in {**KINDS, **JOINT}.items()
        ),
        handing(2.0, "dh = dout[t] + 2 dh at each step back"),
    ),
)
