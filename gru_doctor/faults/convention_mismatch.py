"""GRU190 convention-mismatch: a right GRU, but not the one that was asked for

What it does
    The cell is a published GRU and differs in convention from what `--expect` demands: the order
    of the gates, whether z keeps or writes, reset before or after the product, the number of
    biases, or the activation of the gates.

Why it matters
    Weights moved between the two give other numbers unless they are converted, and reset before
    and after the product cannot be converted into each other at all.

Example
    h = (1 - z) * h + z * n       # expected: PyTorch, where z keeps

Fix
    Change the equation, or convert the weights: permute the gates' blocks for another order,
    negate Wz, Uz and bz for the other polarity.
"""

from __future__ import annotations

from gru_doctor.fault import Fault

FAULT = Fault(code="GRU190", name="convention-mismatch")
