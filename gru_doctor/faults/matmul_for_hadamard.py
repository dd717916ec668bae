"""GRU122 matmul-for-hadamard: a matrix product where the entries should be multiplied one by one

What it does
    `r @ h` or `np.dot(z, h)` stands where `r * h` or `z * h` belongs. With vectors it is one
    number, the sum over all units, and broadcasting spreads it over the state. Or the gate is
    multiplied by U first and by h afterwards.

Why it matters
    Every unit gets the same number: the units of the state are no longer gated one by one. It runs
    without complaint, because a number fits any shape.

Example
    h = np.dot(z, h) + (1 - z) * n

Fix
    h = z * h + (1 - z) * n: gates multiply entry by entry, * and not @ or dot.
"""

from __future__ import annotations

import numpy as np

from gru_doctor.altering import altered, is_after, is_before, preactivation
from gru_doctor.equations.gru import Step
from gru_doctor.equations.parts import memory, operand
from gru_doctor.fault import Fault
from gru_doctor.records import Array


def summed(a: Array, b: Array) -> Array:
    """The sum of a ⊙ b over the units, on every unit: what a @ b gives for vectors; (B, H)."""
    total: Array = (a * b).sum(axis=-1, keepdims=True) * np.ones_like(b)
    return total


def held(s: Step) -> Array:
    """z @ h"""
    return summed(s.keep, s.h)


def taken(s: Step) -> Array:
    """(1 − z) @ n"""
    return summed(1 - s.keep, s.n)


CANDIDATES = (
    preactivation(
        "n", "x W_n + (r @ h) U_n + b_n",
        lambda s: s.input("n") + s.recurrent("n", summed(s.r, s.h)),
        (lambda s: s.recurrent("n", summed(s.r, s.h)), lambda s: memory(s, "n")),
        (lambda s: summed(s.r, s.h), lambda s: operand(s, "n")),
        applies=is_before,
    ),
    preactivation(
        "n", "x W_n + (r U_n) ⊙ h + b_n",
        lambda s: s.input("n") + s.times(s.r, "U_n") * s.h + s.block("c_n"),
        (lambda s: s.times(s.r, "U_n") * s.h, lambda s: s.times(operand(s, "n"), "U_n")),
        (lambda s: s.times(s.r, "U_n"), lambda s: s.times(operand(s, "n"), "U_n")),
        applies=is_before,
    ),
    preactivation(
        "n", "x W_n + b_n + r @ (h U_n + c_n)",
        lambda s: s.input("n") + summed(s.r, s.recurrent("n")),
        (lambda s: summed(s.r, s.recurrent("n")), lambda s: memory(s, "n")),
        applies=is_after,
    ),
    preactivation(
        "n", "x W_n + (r @ h) + b_n",
        lambda s: s.input("n") + summed(s.r, s.h),
        (lambda s: summed(s.r, s.h), lambda s: memory(s, "n")),
        silences=("U_n", "c_n"),
    ),
)  # fmt: skip

BLENDS = (
    altered(
        "blend", "h' = z @ h + (1 − z) ⊙ n",
        lambda s: held(s) + (1 - s.keep) * s.n,
        (held, lambda s: s.keep * s.h),
    ),
    altered(
        "blend", "h' = z ⊙ h + (1 − z) @ n",
        lambda s: s.keep * s.h + taken(s),
        (taken, lambda s: (1 - s.keep) * s.n),
    ),
    altered(
        "blend", "h' = z @ h + (1 − z) @ n",
        lambda s: held(s) + taken(s),
        (held, lambda s: s.keep * s.h), (taken, lambda s: (1 - s.keep) * s.n),
    ),
)  # fmt: skip

FAULT = Fault(code="GRU122", name="matmul-for-hadamard", cell=CANDIDATES + BLENDS)
