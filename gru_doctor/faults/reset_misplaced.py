"""GRU115 reset-misplaced: the reset gate multiplies the wrong thing

What it does
    The reset gate is applied to the input term, to the whole pre-activation, to the finished
    candidate, to the state in the blend or in the update gate, or twice.

Why it matters
    The reset gate exists to forget the past while a candidate is formed. On the input it erases
    the news instead; on the whole it erases both; in the blend it erases memory that the update
    gate meant to keep.

Example
    n = np.tanh(r * (x @ Wn) + h @ Un + bn)

Fix
    n = np.tanh(x @ Wn + (r * h) @ Un + bn), or, with reset after the product,
    n = np.tanh(x @ Wn + bn + r * (h @ Un + cn)).
"""

from __future__ import annotations

from typing import Any

from gru_doctor.altering import BLEND, altered, is_after, is_before, preactivation, stores
from gru_doctor.equations.gru import Step
from gru_doctor.equations.parts import memory, operand, total
from gru_doctor.fault import Fault
from gru_doctor.records import Convention


def x_part(s: Step) -> Any:
    """x W_n"""
    return s.times(s.x, "W_n")


def plain(s: Step) -> Any:
    """h U_n + c_n, whatever the reset gate says"""
    return s.recurrent("n")


def bias(s: Step) -> Any:
    """b_n"""
    return s.block("b_n")


def before_with_bias(convention: Convention) -> bool:
    """Reset before the product, with a bias: after it, r on the bias is another way of writing."""
    return is_before(convention) and stores("n", "b")(convention)


ON_THE_INPUT = (
    preactivation(
        "n", "r ⊙ (x W_n) + h U_n + b_n",
        lambda s: s.r * x_part(s) + bias(s) + plain(s),
        (lambda s: s.r * x_part(s), x_part), (plain, lambda s: memory(s, "n")),
    ),
    preactivation(
        "n", "r ⊙ (x W_n + b_n) + h U_n",
        lambda s: s.r * s.input("n") + plain(s),
        (lambda s: s.r * s.input("n"), lambda s: s.input("n")), (plain, lambda s: memory(s, "n")),
        applies=stores("n", "b"),
    ),
    preactivation(
        "n", "r ⊙ (x W_n) + (r ⊙ h) U_n + b_n",
        lambda s: s.r * x_part(s) + bias(s) + memory(s, "n"),
        (lambda s: s.r * x_part(s), x_part),
    ),
    preactivation(
        "n", "r ⊙ (x W_n + b_n) + (r ⊙ h) U_n",
        lambda s: s.r * s.input("n") + memory(s, "n"),
        (lambda s: s.r * s.input("n"), lambda s: s.input("n")),
        applies=before_with_bias,
    ),
    preactivation(
        "n", "x W_n + (r ⊙ h) U_n + r ⊙ b_n",
        lambda s: x_part(s) + memory(s, "n") + s.r * bias(s),
        (lambda s: s.r * bias(s), bias),
        applies=before_with_bias,
    ),
)  # fmt: skip

ON_THE_WHOLE = (
    preactivation(
        "n", "r ⊙ (x W_n + h U_n + b_n)",
        lambda s: s.r * (s.input("n") + plain(s)),
        (plain, lambda s: memory(s, "n")),
    ),
    preactivation(
        "n", "r ⊙ (x W_n + h U_n) + b_n",
        lambda s: s.r * (x_part(s) + plain(s)) + bias(s),
        (plain, lambda s: memory(s, "n")),
        applies=stores("n", "b"),
    ),
    preactivation(
        "n", "r ⊙ (x W_n + (r ⊙ h) U_n + b_n)", lambda s: s.r * total(s, "n"),
    ),
    altered(
        "candidate", "n = r ⊙ tanh(x W_n + h U_n + b_n)",
        lambda s: s.r * s.squash(s.input("n") + plain(s)),
        (lambda s: s.n, lambda s: s.n),
        (lambda s: s.input("n") + plain(s), lambda s: total(s, "n")),
        (plain, lambda s: memory(s, "n")),
    ),
    altered(
        "candidate", "n = r ⊙ tanh(x W_n + (r ⊙ h) U_n + b_n)",
        lambda s: s.r * s.squash(total(s, "n")),
        (lambda s: s.n, lambda s: s.n),
    ),
)  # fmt: skip

TWICE = (
    preactivation(
        "n", "x W_n + r ⊙ ((r ⊙ h) U_n) + b_n",
        lambda s: s.input("n") + s.r * s.recurrent("n", s.r * s.h),
        (lambda s: s.r * s.recurrent("n", s.r * s.h), lambda s: memory(s, "n")),
    ),
    preactivation(
        "n", "x W_n + (r ⊙ r ⊙ h) U_n + b_n",
        lambda s: s.input("n") + s.recurrent("n", s.r * (s.r * s.h)),
        (lambda s: s.recurrent("n", s.r * (s.r * s.h)), lambda s: memory(s, "n")),
        (lambda s: s.r * (s.r * s.h), lambda s: operand(s, "n")),
        applies=is_before,
    ),
    preactivation(
        "n", "x W_n + b_n + r ⊙ r ⊙ (h U_n + c_n)",
        lambda s: s.input("n") + s.r * memory(s, "n"),
        (lambda s: s.r * memory(s, "n"), lambda s: memory(s, "n")),
        applies=is_after,
    ),
)  # fmt: skip

ELSEWHERE = (
    altered(
        "blend", f"{BLEND}, with r ⊙ h in the place of h",
        lambda s: s.keep * (s.r * s.h) + (1 - s.keep) * s.n,
        (lambda s: s.keep * (s.r * s.h), lambda s: s.keep * s.h),
        (lambda s: s.r * s.h, lambda s: s.h),
    ),
    altered(
        "blend", "h' = h + (1 − z) ⊙ (n − r ⊙ h) where z keeps, h + z ⊙ (n − r ⊙ h) where z writes",
        lambda s: s.h + (1 - s.keep) * (s.n - s.r * s.h),
        (lambda s: s.n - s.r * s.h, lambda s: s.n - s.h), (lambda s: s.r * s.h, lambda s: s.h),
    ),
    preactivation(
        "z", "x W_z + (r ⊙ h) U_z + b_z",
        lambda s: s.input("z") + s.recurrent("z", s.r * s.h),
        (lambda s: s.times(s.r * s.h, "U_z"), lambda s: s.times(s.h, "U_z")),
        (lambda s: s.r * s.h, lambda s: s.h),
    ),
    preactivation(
        "z", "x W_z + r ⊙ (h U_z) + b_z",
        lambda s: s.input("z") + s.r * s.recurrent("z"),
        (lambda s: s.r * s.recurrent("z"), lambda s: s.recurrent("z")),
    ),
)  # fmt: skip

FAULT = Fault(code="GRU115", name="reset-misplaced", cell=ON_THE_INPUT + ON_THE_WHOLE + TWICE + ELSEWHERE)
