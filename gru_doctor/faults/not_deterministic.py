"""GRU503 not-deterministic: the same call gives other numbers each time

What it does
    Two calls with the same weights and inputs disagree, though modules were put into evaluation mode
    and flags such as train or dropout switched off. Dropout or noise is always on, weights are drawn
    inside the call, or an array from np.empty is read before it was filled.

Why it matters
    No prediction can be repeated, and no gradient checked: the difference of two calls is noise. Every
    number that a later check gives about such code means little.

Example
    n = n * (np.random.rand(*n.shape) > 0.5) / 0.5

Fix
    if self.training:
        n = n * (self.rng.random(n.shape) > 0.5) / 0.5
    Keep a generator of the object's own (np.random.default_rng(seed)), and make buffers with np.zeros.
"""

from __future__ import annotations

from gru_doctor.fault import Fault

FAULT = Fault(code="GRU503", name="not-deterministic")
