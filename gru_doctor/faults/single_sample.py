"""GRU505 single-sample: a batch of one fails, or comes back with an axis missing

What it does
    The code is right for two samples and more. For one it raises, or returns (H,) where (1, H)
    belongs; or it says that it takes a single vector, and does not. Code that takes batches only, or
    vectors only, is right.

Why it matters
    Training runs on full batches. The last batch of an epoch, or the first prediction in use, has one
    sample. A missing axis need not raise: (H,) broadcasts against (B, H) and gives numbers.

Example
    return (z * h + (1 - z) * n).squeeze()

Fix
    return z * h + (1 - z) * n. Where an axis of length 1 is to go, name it: .squeeze(axis=1) in NumPy,
    .squeeze(1) in torch.
"""

from __future__ import annotations

from gru_doctor.fault import Fault

FAULT = Fault(code="GRU505", name="single-sample", severity="warning")
