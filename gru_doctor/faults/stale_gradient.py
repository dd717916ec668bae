"""GRU217 stale-gradient: a second backward differs from the first

What it does
    backward leaves something behind: it adds to gradients that nobody clears, pops or reshapes the
    cache, changes a cached array or the incoming gradient in place, clips in place, or takes a step
    with the weights by itself.

Why it matters
    Whoever calls it twice, checks it numerically or accumulates over batches gets another answer each
    time. Adding into gradient buffers is an accepted habit and so only a warning, like everything
    here that vanishes when forward and backward are both run afresh; what remains then is an error.

Example
    self.z *= 1 - self.z       # the cached gate, changed in place
    dz = dz * self.z

Fix
    Work on copies (dz = dz * z * (1 - z)), leave the cache alone, set gradients to zero at the start
    of backward or offer a zero_grad, and keep the update of the weights out of it.
"""

from __future__ import annotations

from gru_doctor.fault import Fault

FAULT = Fault(code="GRU217", name="stale-gradient", severity="warning")
