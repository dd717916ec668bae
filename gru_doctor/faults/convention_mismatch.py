"""GRU190 convention-mismatch: a right GRU, but not the one that was asked for

What it does
    The cell is a published GRU and differs in convention from what `--expect` demands: the order
    of the gates, whether z keeps or writes, reset before or after the product, the number of
    biases, the activations, or, for TensorFlow 1, which rows of its matrices come first. Each respect
    is a finding of its own. A paper fixes equations only; a framework also packing and biases. Arrays
    that hold one gate each have no order, and matrices stored transposed are a note.

Why it matters
    Weights moved between the two give other numbers unless they are converted, and reset before
    and after the product cannot be converted into each other at all.

Example
    h = (1 - z) * h + z * n       # expected: PyTorch, where z keeps

Fix
    Change the equation, or convert the weights: permute the gates' blocks for another order,
    negate W_z, U_z and b_z for the other polarity, add the two biases where there should be one. The
    finding names the arrays. Nothing converts a reset before the product into one after it, nor two
    biases of a candidate with reset after into one.
"""

from __future__ import annotations

from gru_doctor.fault import Fault

FAULT = Fault(code="GRU190", name="convention-mismatch")
