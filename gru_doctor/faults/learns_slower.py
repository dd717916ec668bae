"""GRU402 learns-slower: the task is learned, in more steps than the reference needs

What it does
    Your layer gets there, but takes more steps of training than the reference from the same start.
    The ratio is printed. Where all equations and gradients are right, the two curves are equal to
    rounding, so a lasting gap is not luck.

Why it matters
    Nothing looks broken: the loss falls. People answer it with a larger step, more units or more data,
    and pay for a missing term each time they train. On longer sequences the gap often grows.

Example
    # backward: the direct way, dh * z, is left out
    dh_prev = (da_n @ Un.T) * r + da_z @ Uz.T + da_r @ Ur.T

Fix
    Put right the gradient finding that stands above it: here, add dh * z. If the cell differs from a
    GRU by intention, the ratio is the price of the change.
"""

from __future__ import annotations

from gru_doctor.fault import Fault

FAULT = Fault(code="GRU402", name="learns-slower", severity="warning")
