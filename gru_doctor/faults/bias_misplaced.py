"""GRU123 bias-misplaced: a bias stands inside a product, or outside the activation

What it does
    The bias is added to the state before the recurrent product, so that U multiplies it; or after
    the activation; or a bias of the input is multiplied by the reset gate, or the recurrent bias
    is not.

Why it matters
    Inside the product the cell trains alike, since b U is a bias too, but its weights cannot be
    moved. After the activation a gate leaves the range from 0 to 1. The two biases of a cell with
    reset after the product are different things: swapped, ported weights give other numbers.

Example
    z = sigmoid(x @ Wz + (h + bz) @ Uz)

Fix
    z = sigmoid(x @ Wz + h @ Uz + bz)
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from gru_doctor.altering import AFTER, altered, preactivation, stores
from gru_doctor.equations.gru import Step
from gru_doctor.equations.parts import NAMES, activate, has, memory, operand, term, total, value
from gru_doctor.fault import Altered, Fault
from gru_doctor.records import Array, Convention


def raised(s: Step, letter: str, kind: str) -> Any:
    """What U_g multiplies, with the bias added: h + b, or r ⊙ h + b."""
    return operand(s, letter) + s.block(f"{kind}_{letter}")


def inside(letter: str, kind: str) -> Altered:
    """(h + b) U where h U + b belongs."""
    bias, state = f"{kind}_{letter}", "r ⊙ h" if letter == "n" else "h"

    def product(s: Step) -> Any:
        return s.times(raised(s, letter, kind), f"U_{letter}")

    def wrong(s: Step) -> Any:
        r = s.r if letter == "n" and s.convention.reset == "after" else 1.0
        other = term(s, letter, "c" if kind == "b" else "b")
        return term(s, letter, "W") + (r * product(s) + other)

    return preactivation(
        letter,
        f"x W_{letter} + ({state} + {bias}) U_{letter}",
        wrong,
        (product, lambda s: s.times(operand(s, letter), f"U_{letter}")),
        (lambda s: raised(s, letter, kind), lambda s: operand(s, letter)),
        applies=stores(letter, kind),
    )


def everywhere(kind: str) -> Altered:
    """The bias inside the recurrent product of all three gates."""
    each = [inside(letter, kind) for letter in "zrn"]
    return replace(
        each[0],
        equations={name: f for made in each for name, f in made.equations.items()},
        yours="; ".join(made.yours for made in each),
        reference="; ".join(made.reference for made in each),
        pairs=lambda wrong, right: [p for made in each for p in made.pairs(wrong, right)],
        applies=lambda c: all(made.applies(c) for made in each),
    )


def outside(letter: str) -> Altered:
    """σ(x W + h U) + b where σ(x W + h U + b) belongs."""
    squashed, state = ("tanh", "(r ⊙ h)") if letter == "n" else ("σ", "h")

    def bare(s: Step) -> Any:
        return s.times(s.x, f"W_{letter}") + memory(s, letter)

    def equation(s: Step) -> Array:
        made: Array = activate(s, letter, bare(s)) + s.block(f"b_{letter}")
        return made

    return altered(
        NAMES[letter],
        f"{letter} = {squashed}(x W_{letter} + {state} U_{letter}) + b_{letter}",
        equation,
        (lambda s: value(s, letter), lambda s: value(s, letter)),
        (bare, lambda s: total(s, letter)),
        applies=stores(letter, "b"),
    )


def before_sum(s: Step) -> Any:
    """(r ⊙ (h + b)) U"""
    return s.times(s.r * (s.h + s.block("b_n")), "U_n")


def two_biases_after(convention: Convention) -> bool:
    """Reset after the product, and a bias on each side; with one, its place is a convention."""
    return convention.reset != "before" and has(convention, "b_n", "c_n")


def all_inside(s: Step) -> Any:
    """h U_n + b_n + c_n"""
    return s.recurrent("n") + s.block("b_n")


def swapped(s: Step) -> Any:
    """h U_n + b_n, the input's bias in the place of the recurrent one"""
    return s.times(s.h, "U_n") + s.block("b_n")


def two(yours: str, wrong: Any, inner: Any) -> Altered:
    """A candidate with reset after the product whose two biases stand on the wrong side of it."""
    made = preactivation(
        "n", yours, wrong, (lambda s: s.r * inner(s), lambda s: memory(s, "n")),
        (inner, lambda s: s.recurrent("n")), applies=two_biases_after,
    )  # fmt: skip
    return replace(made, reference=AFTER)


TWO_BIASES = (
    two(
        "x W_n + r ⊙ (h U_n + b_n + c_n)",
        lambda s: s.times(s.x, "W_n") + s.r * all_inside(s),
        all_inside,
    ),
    two(
        "x W_n + b_n + c_n + r ⊙ (h U_n)",
        lambda s: s.input("n") + s.block("c_n") + s.r * s.times(s.h, "U_n"),
        lambda s: s.times(s.h, "U_n"),
    ),
    two(
        "x W_n + c_n + r ⊙ (h U_n + b_n)",
        lambda s: s.times(s.x, "W_n") + s.block("c_n") + s.r * swapped(s),
        swapped,
    ),
)

RESET_SUM = preactivation(
    "n",
    "x W_n + (r ⊙ (h + b_n)) U_n",
    lambda s: s.times(s.x, "W_n") + (before_sum(s) + s.block("c_n")),
    (before_sum, lambda s: s.times(operand(s, "n"), "U_n")),
    (lambda s: s.r * (s.h + s.block("b_n")), lambda s: operand(s, "n")),
    applies=lambda c: c.reset != "after" and has(c, "b_n"),
)

FAULT = Fault(
    code="GRU123",
    name="bias-misplaced",
    cell=(
        *(inside(letter, kind) for kind in "bc" for letter in "zrn"),
        *(everywhere(kind) for kind in "bc"),
        RESET_SUM,
        *(outside(letter) for letter in "zrn"),
        *TWO_BIASES,
    ),
)
