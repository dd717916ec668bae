"""GRU221 backward-missing: backward is absent, empty, or raises

What it does
    The object offers a backward that does nothing, returns zeros or None before it has begun, is not
    implemented, or raises on a forward pass that went well. Everything else is still examined. An
    object that offers no backward at all is no fault: the check is skipped.

Why it matters
    Nothing can be trained with it.

Example
    def backward(self, dh):
        raise NotImplementedError

Fix
    Write it, beginning with the three lines that split dh: dz = dh * (h - n), dn = dh * (1 - z) and
    dh_prev = dh * z; or leave it out and let autograd do it.
"""

from __future__ import annotations

from gru_doctor.fault import Fault

FAULT = Fault(code="GRU221", name="backward-missing")
