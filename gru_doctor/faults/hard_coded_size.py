"""GRU506 hard-coded-size: a size or a device is written into the code

What it does
    A batch size, a hidden size, a number of steps or a device stands as a literal where an argument
    or the shape of the input belongs. The code works for the numbers of its author.

Why it matters
    A last batch of another size, a longer sequence or a machine without a GPU stops it. The worse case
    does not stop: a loop over 28 steps leaves out the rest of a longer sequence.

Example
    h = torch.zeros(32, 128, device="cuda")

Fix
    h = x.new_zeros(x.shape[0], self.hidden_size)      # size, dtype and device as x has them
    Loop over range(len(x)) or range(x.shape[1]), not over a number.
"""

from __future__ import annotations

from gru_doctor.fault import Fault

FAULT = Fault(code="GRU506", name="hard-coded-size", severity="warning")
