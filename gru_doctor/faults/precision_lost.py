"""GRU504 precision-lost: numbers pass through float32 inside float64

What it does
    The inputs and weights are float64, but somewhere on the way to the output values are rounded to
    float32: a buffer, a constant, a cast. 7 of 16 digits are left.

Why it matters
    Nobody notices in training. A numerical gradient check does: with a step of 1e-6 the rounding
    alone can make a right backward look several per cent wrong, and people hunt for a fault that is
    not there. That is why it is a warning, and never counted against the gradient.

Example
    hs = np.zeros((T, B, H), dtype=np.float32)
    hs[t] = h

Fix
    hs = np.zeros((T, B, H), dtype=x.dtype)
    In torch x.new_zeros(T, B, H), or torch.zeros(T, B, H, dtype=x.dtype). If float32 is meant, use it
    throughout, and check gradients with a step of about 1e-3.
"""

from __future__ import annotations

from gru_doctor.fault import Fault

FAULT = Fault(code="GRU504", name="precision-lost", severity="warning")
