"""GRU127 wrong-operator: a plus, a minus or a product stands where another of them belongs

What it does
    One sign of a gate is a minus, the input and the recurrent term are multiplied, r + h stands
    for r ⊙ h, or z + h for z ⊙ h.

Why it matters
    A subtracted matrix learns the opposite sign and cannot be moved. A product of the two terms
    is another cell: it is blind where either term is zero. A sum where a gate multiplies gates
    nothing.

Example
    n = np.tanh(x @ Wn - (r * h) @ Un + bn)

Fix
    n = np.tanh(x @ Wn + (r * h) @ Un + bn)
"""

from __future__ import annotations

from typing import Any

from gru_doctor.altering import altered, is_after, is_before, preactivation, rescaled, stores, terms
from gru_doctor.equations.gru import Step
from gru_doctor.equations.parts import memory, operand, term, total
from gru_doctor.fault import Altered, Fault


def multiplied(letter: str) -> Altered:
    """(x W + b) ⊙ (h U) where their sum belongs."""
    written = terms(letter)
    return preactivation(
        letter,
        f"(x W_{letter} + b_{letter}) ⊙ ({written['U']})",
        lambda s: s.input(letter) * memory(s, letter),
    )


def multiplied_inside(letter: str) -> Altered:
    """(x W) ⊙ (h U) + b where the sum of all three belongs."""
    written = terms(letter)

    def product(s: Step) -> Any:
        return s.times(s.x, f"W_{letter}") * memory(s, letter)

    return preactivation(
        letter,
        f"x W_{letter} ⊙ {written['U']} + b_{letter}",
        lambda s: product(s) + s.block(f"b_{letter}"),
    )


def scaled(letter: str, parts: str) -> Altered:
    """The bias times these terms (W, U) where it should be added."""
    written = terms(letter)

    def product(s: Step) -> Any:
        return sum(term(s, letter, p) for p in parts) * s.block(f"b_{letter}")

    def rest(s: Step) -> Any:
        return sum(term(s, letter, p) for p in "WUc" if p not in parts)

    shown = " + ".join(written[p] for p in parts)
    factor = f"({shown}) ⊙ b_{letter}" if len(parts) > 1 else f"{shown} ⊙ b_{letter}"
    return preactivation(
        letter,
        " + ".join([factor, *(written[p] for p in "WU" if p not in parts)]),
        lambda s: product(s) + rest(s),
        (product, lambda s: sum(term(s, letter, p) for p in parts) + s.block(f"b_{letter}")),
        applies=stores(letter, "b"),
    )


NEGATED = tuple(
    rescaled(letter, part, -1.0, f"−{terms(letter)[part]}") for letter in "zrn" for part in "WUbc"
)
OPPOSITE = preactivation(
    "n",
    "−(x W_n + (r ⊙ h) U_n + b_n)",
    lambda s: -total(s, "n"),
)
ADDED = (
    preactivation(
        "n", "x W_n + (r + h) U_n + b_n",
        lambda s: s.input("n") + s.recurrent("n", s.r + s.h),
        (lambda s: s.times(s.r + s.h, "U_n"), lambda s: s.times(operand(s, "n"), "U_n")),
        (lambda s: s.r + s.h, lambda s: operand(s, "n")),
        applies=is_before,
    ),
    preactivation(
        "n", "x W_n + b_n + r + (h U_n + c_n)",
        lambda s: s.input("n") + (s.r + s.recurrent("n")),
        (lambda s: s.r + s.recurrent("n"), lambda s: memory(s, "n")),
        applies=is_after,
    ),
    altered(
        "blend", "h' = (z + h) + (1 − z) ⊙ n",
        lambda s: (s.keep + s.h) + (1 - s.keep) * s.n,
        (lambda s: s.keep + s.h, lambda s: s.keep * s.h),
    ),
    altered(
        "blend", "h' = z ⊙ h + (1 − z) + n",
        lambda s: s.keep * s.h + ((1 - s.keep) + s.n),
        (lambda s: (1 - s.keep) + s.n, lambda s: (1 - s.keep) * s.n),
    ),
    altered(
        "blend", "h' = z ⊙ h + (1 − z) − n",
        lambda s: s.keep * s.h + ((1 - s.keep) - s.n),
        (lambda s: (1 - s.keep) - s.n, lambda s: (1 - s.keep) * s.n),
    ),
)  # fmt: skip

FAULT = Fault(
    code="GRU127",
    name="wrong-operator",
    cell=(
        *NEGATED,
        OPPOSITE,
        *(multiplied(letter) for letter in "zrn"),
        *(multiplied_inside(letter) for letter in "zrn"),
        *(scaled(letter, parts) for letter in "zrn" for parts in ("W", "U", "WU")),
        *ADDED,
    ),
)
