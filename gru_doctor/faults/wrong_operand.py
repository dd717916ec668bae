"""GRU129 wrong-operand: a product has the wrong quantity in it

What it does
    The candidate is made from r alone, from z ⊙ h, or from r ⊙ h without its matrix; a gate adds h
    without its matrix, or is fed something other than h.

Why it matters
    The names look alike and every shape fits, so it runs. The quantity that belongs there has
    lost its influence, and often a matrix or a whole gate with it.

Example
    n = np.tanh(x @ Wn + r @ Un + bn)

Fix
    n = np.tanh(x @ Wn + (r * h) @ Un + bn)
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from gru_doctor.altering import AFTER, RESET_BLOCKS, altered, is_after, is_before, preactivation
from gru_doctor.equations.gru import Step
from gru_doctor.equations.parts import memory, operand
from gru_doctor.fault import Altered, Fault
from gru_doctor.records import Array

Quantity = Callable[[Step], Array]


def fed(text: str, quantity: Quantity, silences: tuple[str, ...] = ()) -> Altered:
    """The candidate with something else where r ⊙ h belongs, reset before the product."""
    made = preactivation(
        "n",
        f"x W_n + {text} U_n + b_n",
        lambda s: s.input("n") + s.recurrent("n", quantity(s)),
        (lambda s: s.times(quantity(s), "U_n"), lambda s: s.times(operand(s, "n"), "U_n")),
        (quantity, lambda s: operand(s, "n")),
        silences=silences,
        applies=is_before,
    )
    return replace(made, erases=("reset",) if silences else ())


def gated(text: str, quantity: Quantity, silences: tuple[str, ...] = ()) -> Altered:
    """The candidate with something else where r belongs, reset after the product."""
    made = preactivation(
        "n",
        f"x W_n + b_n + {text} ⊙ (h U_n + c_n)",
        lambda s: s.input("n") + quantity(s) * s.recurrent("n"),
        (lambda s: quantity(s) * s.recurrent("n"), lambda s: memory(s, "n")),
        (quantity, lambda s: s.r),
        silences=silences,
        applies=is_after,
    )
    return replace(made, reference=AFTER)


def unweighted(letter: str) -> Altered:
    """h, or r ⊙ h, added as it is: the gate has lost U."""
    return preactivation(
        letter,
        f"x W_{letter} + {'r ⊙ h' if letter == 'n' else 'h'} + b_{letter}",
        lambda s: s.input(letter) + _bare(s, letter),
        (lambda s: _bare(s, letter), lambda s: memory(s, letter)),
        silences=(f"U_{letter}", f"c_{letter}"),
    )


def _bare(s: Step, letter: str) -> Array:
    return s.r * s.h if letter == "n" else s.h


FED = (
    fed("r", lambda s: s.r),
    fed("(z ⊙ h)", lambda s: s.z * s.h, RESET_BLOCKS),
    fed("((1 − z) ⊙ h)", lambda s: (1 - s.z) * s.h, RESET_BLOCKS),
    fed("(z ⊙ r ⊙ h)", lambda s: s.z * (s.r * s.h)),
    fed("(r ⊙ h ⊙ h)", lambda s: s.r * s.h * s.h),
    fed("(r ⊙ z)", lambda s: s.r * s.z),
    fed("(r ⊙ r)", lambda s: s.r * s.r),
    fed("z", lambda s: s.z, RESET_BLOCKS),
)
GATED = (
    gated("z", lambda s: s.z, RESET_BLOCKS),
    gated("(1 − z)", lambda s: 1 - s.z, RESET_BLOCKS),
    gated("r ⊙ z", lambda s: s.r * s.z),
    gated("h", lambda s: s.h, RESET_BLOCKS),
    gated("r ⊙ h", lambda s: s.r * s.h),
)


def fed_gate(letter: str, text: str, quantity: Quantity) -> Altered:
    """An update or reset gate with something else in the place of h."""
    return preactivation(
        letter,
        f"x W_{letter} + {text} U_{letter} + b_{letter}",
        lambda s: s.input(letter) + s.recurrent(letter, quantity(s)),
        (lambda s: s.times(quantity(s), f"U_{letter}"), lambda s: s.times(s.h, f"U_{letter}")),
        (quantity, lambda s: s.h),
    )


FED_GATES = (
    fed_gate("r", "(z ⊙ h)", lambda s: s.z * s.h),
    fed_gate("r", "z", lambda s: s.z),
    fed_gate("z", "r", lambda s: s.r),
)


def blended(letter: str, text: str, quantity: Quantity) -> Altered:
    """The blend with something else in the place of the candidate, or of the old state."""
    shown = {"n": "n", "h": "h", letter: text}

    def wrong(s: Step) -> Array:
        old, new = (quantity(s), s.n) if letter == "h" else (s.h, quantity(s))
        made: Array = s.keep * old + (1 - s.keep) * new
        return made

    def product(s: Step) -> Array:
        made: Array = (s.keep if letter == "h" else 1 - s.keep) * quantity(s)
        return made

    right: Quantity = (lambda s: s.keep * s.h) if letter == "h" else (lambda s: (1 - s.keep) * s.n)
    return altered(
        "blend", f"h' = z ⊙ {shown['h']} + (1 − z) ⊙ {shown['n']}", wrong, (product, right),
        (quantity, lambda s: s.h if letter == "h" else s.n),
    )  # fmt: skip


BLENDED = (
    blended("n", "z", lambda s: s.z),
    blended("n", "(1 − z)", lambda s: 1 - s.z),
    blended("n", "r", lambda s: s.r),
    blended("n", "(r ⊙ h)", lambda s: s.r * s.h),
    blended("n", "(r ⊙ n)", lambda s: s.r * s.n),
    blended("h", "z", lambda s: s.z),
    blended("h", "r", lambda s: s.r),
)

FAULT = Fault(
    code="GRU129",
    name="wrong-operand",
    cell=FED + GATED + FED_GATES + BLENDED + tuple(unweighted(letter) for letter in "zrn"),
)
