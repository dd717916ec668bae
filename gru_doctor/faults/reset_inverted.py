"""GRU126 reset-inverted: 1 − r stands where r belongs

What it does
    The candidate is made from (1 − r) ⊙ h, so an open reset gate forgets and a closed one
    remembers; or the reset gate is the sigmoid of the negative pre-activation.

Why it matters
    The cell trains alike, for the gate learns the opposite sign. But weights brought from any
    published GRU make it forget exactly what it should have used, and its own cannot be moved.

Example
    n = np.tanh(x @ Wn + ((1 - r) * h) @ Un + bn)

Fix
    n = np.tanh(x @ Wn + (r * h) @ Un + bn). To keep trained weights, negate Wr, Ur and br.
"""

from __future__ import annotations

from gru_doctor.altering import altered, is_after, is_before, preactivation
from gru_doctor.equations.gru import Step
from gru_doctor.equations.parts import memory, operand, total
from gru_doctor.fault import Fault
from gru_doctor.records import Array


def spared(s: Step) -> Array:
    """(1 − r) ⊙ h"""
    return (1 - s.r) * s.h


CANDIDATES = (
    preactivation(
        "n", "x W_n + ((1 − r) ⊙ h) U_n + b_n",
        lambda s: s.input("n") + s.recurrent("n", spared(s)),
        (lambda s: s.times(spared(s), "U_n"), lambda s: s.times(operand(s, "n"), "U_n")),
        (spared, lambda s: operand(s, "n")),
        (lambda s: 1 - s.r, lambda s: s.r),
        applies=is_before,
    ),
    preactivation(
        "n", "x W_n + b_n + (1 − r) ⊙ (h U_n + c_n)",
        lambda s: s.input("n") + (1 - s.r) * s.recurrent("n"),
        (lambda s: (1 - s.r) * s.recurrent("n"), lambda s: memory(s, "n")),
        (lambda s: 1 - s.r, lambda s: s.r),
        applies=is_after,
    ),
)  # fmt: skip

GATES = (
    altered(
        "reset", "r = σ(−(x W_r + h U_r + b_r))",
        lambda s: s.gate(-total(s, "r")),
        (lambda s: s.r, lambda s: s.r),
        (lambda s: -total(s, "r"), lambda s: total(s, "r")),
    ),
    altered(
        "reset", "r = 1 − σ(x W_r + h U_r + b_r)",
        lambda s: 1 - s.gate(total(s, "r")),
        (lambda s: s.r, lambda s: s.r),
    ),
)  # fmt: skip

FAULT = Fault(code="GRU126", name="reset-inverted", cell=CANDIDATES + GATES)
