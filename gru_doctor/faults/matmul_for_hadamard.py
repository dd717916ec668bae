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

from collections.abc import Callable, Mapping

import numpy as np

from gru_doctor.altering import altered, is_after, is_before, preactivation
from gru_doctor.equations.gru import Step
from gru_doctor.equations.parts import memory, operand
from gru_doctor.fault import Altered, Fault
from gru_doctor.records import Array


def summed(a: Array, b: Array) -> Array:
    """The sum of a ⊙ b over the units, on every unit: what a @ b gives for vectors; (B, H)."""
    total: Array = (a * b).sum(axis=-1, keepdims=True) * np.ones_like(b)
    return total


def first_kept(a: Array, b: Array) -> Array:
    """a, each entry times the sum of b: einsum("bi,bj->bi", a, b); (B, H)."""
    kept: Array = a * np.sum(0 * a + b, axis=-1, keepdims=True)
    return kept


def second_kept(a: Array, b: Array) -> Array:
    """b, each entry times the sum of a: einsum("bi,bj->bj", a, b); (B, H)."""
    return first_kept(b, a)


def outer(a: Array, b: Array) -> Array:
    """a times the sum of b ⊙ b: the outer product a bᵀ, and that times b again; (B, H)."""
    return first_kept(a, b * b)


Product = Callable[[Array, Array], Array]
PRODUCTS: Mapping[str, tuple[str, Product]] = {
    "@": ("{a} @ {b}", summed),
    "first": ("{a} ⊙ Σ{b}", first_kept),
    "second": ("Σ{a} ⊙ {b}", second_kept),
}
"""What stands for a ⊙ b: as a person writes it, and what it gives."""


def before(text: str, product: Product) -> Altered:
    """The reset product ahead of U_n"""
    shown = text.format(a="r", b="h")
    return preactivation(
        "n", f"x W_n + ({shown}) U_n + b_n",
        lambda s: s.input("n") + s.recurrent("n", product(s.r, s.h)),
        (lambda s: s.recurrent("n", product(s.r, s.h)), lambda s: memory(s, "n")),
        (lambda s: product(s.r, s.h), lambda s: operand(s, "n")),
        applies=is_before,
    )  # fmt: skip


def after(text: str, product: Product) -> Altered:
    """The reset product behind U_n"""
    shown = text.format(a="r", b="(h U_n + c_n)")
    return preactivation(
        "n", f"x W_n + b_n + {shown}",
        lambda s: s.input("n") + product(s.r, s.recurrent("n")),
        (lambda s: product(s.r, s.recurrent("n")), lambda s: memory(s, "n")),
        applies=is_after,
    )  # fmt: skip


def blends(text: str, product: Product) -> tuple[Altered, ...]:
    """The products of the blend: the first, the second, both"""

    def held(s: Step) -> Array:
        return product(s.keep, s.h)

    def taken(s: Step) -> Array:
        return product(1 - s.keep, s.n)

    old, new = text.format(a="z", b="h"), text.format(a="(1 − z)", b="n")
    of_old, of_new = (held, lambda s: s.keep * s.h), (taken, lambda s: (1 - s.keep) * s.n)
    return (
        altered("blend", f"h' = {old} + (1 − z) ⊙ n", lambda s: held(s) + (1 - s.keep) * s.n, of_old),
        altered("blend", f"h' = z ⊙ h + {new}", lambda s: s.keep * s.h + taken(s), of_new),
        altered("blend", f"h' = {old} + {new}", lambda s: held(s) + taken(s), of_old, of_new),
    )


CANDIDATES = (
    *(made(text, product) for made in (before, after) for text, product in PRODUCTS.values()),
    before("({a} {b}ᵀ) {b}", outer),
    preactivation(
        "n", "x W_n + (r U_n) ⊙ h + b_n",
        lambda s: s.input("n") + s.times(s.r, "U_n") * s.h + s.block("c_n"),
        (lambda s: s.times(s.r, "U_n") * s.h, lambda s: s.times(operand(s, "n"), "U_n")),
        (lambda s: s.times(s.r, "U_n"), lambda s: s.times(operand(s, "n"), "U_n")),
        applies=is_before,
    ),
    preactivation(
        "n", "x W_n + (r @ h) + b_n",
        lambda s: s.input("n") + summed(s.r, s.h),
        (lambda s: summed(s.r, s.h), lambda s: memory(s, "n")),
        silences=("U_n", "c_n"),
    ),
)  # fmt: skip
BLENDS = tuple(blend for text, product in PRODUCTS.values() for blend in blends(text, product))

FAULT = Fault(code="GRU122", name="matmul-for-hadamard", cell=CANDIDATES + BLENDS)
