"""How the equations of a fault are written down: an expression, its text, and the values inside it.

The text of the healthy equation and the name of the gate follow from what is replaced.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from gru_doctor.equations.gru import Equation, Step
from gru_doctor.equations.parts import NAMES, activate, has, operand, reference, term, total, value, without
from gru_doctor.fault import Altered

if TYPE_CHECKING:
    from gru_doctor.fault import Pair
    from gru_doctor.records import Convention

Value = Callable[[Step], Any]
Values = tuple[Value, Value]

BLEND = "h' = z ⊙ h + (1 − z) ⊙ n where z keeps, (1 − z) ⊙ h + z ⊙ n where z writes"
EQUATION: Mapping[str, str] = {
    "update": "z = σ(x W_z + h U_z + b_z)",
    "reset": "r = σ(x W_r + h U_r + b_r)",
    "candidate": "n = tanh(x W_n + (r ⊙ h) U_n + b_n)",
    "blend": BLEND,
}
AFTER = "n = tanh(x W_n + b_n + r ⊙ (h U_n + c_n))"
RESET_BLOCKS = ("W_r", "U_r", "b_r", "c_r")
UPDATE_BLOCKS = ("W_z", "U_z", "b_z", "c_z")


def terms(letter: str) -> dict[str, str]:
    """The summands of a gate's pre-activation as they are written, by the kind of block."""
    state = "(r ⊙ h)" if letter == "n" else "h"
    return {
        "W": f"x W_{letter}", "U": f"{state} U_{letter}", "b": f"b_{letter}", "c": f"c_{letter}"
    }  # fmt: skip


def stores(letter: str, parts: str) -> Callable[[Convention], bool]:
    """Whether a gate has all these kinds of block, as a condition on the convention."""
    return lambda convention: has(convention, *(f"{p}_{letter}" for p in parts))


def always(convention: Convention) -> bool:
    """True: the fault can stand under every convention."""
    return True


def is_before(convention: Convention) -> bool:
    """The reset gate multiplies h, ahead of the product."""
    return convention.reset != "after"


def is_after(convention: Convention) -> bool:
    """The reset gate multiplies the product."""
    return convention.reset != "before"


def compared(*values: Values) -> Callable[[Step, Step], list[Pair]]:
    """Pairs from functions of a step: the first is taken of the wrong step, the second of the
    right. What is a mere number, or no different, says nothing about a place and is left out."""

    def pairs(wrong: Step, right: Step) -> list[Pair]:
        found = ((w(wrong), np.asarray(r(right))) for w, r in values)
        return [(a, b) for a, b in found if np.ndim(a) and not _same(a, b)]

    return pairs


def _same(a: Any, b: Any) -> bool:
    return np.shape(a) == np.shape(b) and np.allclose(a, b, rtol=1e-12, atol=1e-12)


def altered(
    gate: str,
    yours: str,
    equation: Equation,
    *values: Values,
    silences: tuple[str, ...] = (),
    applies: Callable[[Convention], bool] = always,
) -> Altered:
    """One equation replaced, by its name (update, reset, candidate, blend)."""
    return Altered(
        {gate: equation},
        gate=gate,
        yours=yours,
        reference=EQUATION[gate],
        pairs=compared(*values),
        silences=silences,
        applies=applies,
    )


def preactivation(
    letter: str,
    yours: str,
    wrong: Value,
    *values: Values,
    silences: tuple[str, ...] = (),
    applies: Callable[[Convention], bool] = always,
) -> Altered:
    """The gate z, r or n whose activation is right and is given something else: `wrong`, which
    `yours` writes out. Its whole pre-activation is the outermost pair."""
    squashed = "tanh" if letter == "n" else "σ"
    return altered(
        NAMES[letter],
        f"{letter} = {squashed}({yours})",
        lambda s: activate(s, letter, wrong(s)),
        (wrong, lambda s: total(s, letter)),
        *values,
        silences=silences,
        applies=applies,
    )


def dropped(letter: str, parts: str) -> Altered:
    """The gate without its terms of these kinds (W, U, b, c), though their blocks are stored."""
    blocks = tuple(f"{p}_{letter}" for p in parts)
    kept = {p: text for p, text in terms(letter).items() if p not in parts and p != "c"}
    squashed = "tanh" if letter == "n" else "σ"
    return altered(
        NAMES[letter],
        f"{letter} = {squashed}({' + '.join(kept.values()) or '0'})",
        lambda s: reference(without(s, blocks), letter),
        (lambda s: value(s, letter), lambda s: value(s, letter)),
        (lambda s: total(without(s, blocks), letter), lambda s: total(s, letter)),
        (lambda s: inner(without(s, blocks), letter), lambda s: inner(s, letter)),
        silences=blocks,
        applies=stores(letter, parts),
    )


def inner(s: Step, letter: str) -> Any:
    """The part of the candidate that a reset after the product multiplies; of the others nothing."""
    return s.recurrent("n") if letter == "n" and s.convention.reset == "after" else 0.0


def rescaled(letter: str, part: str, factor: float, yours: str) -> Altered:
    """One summand of the gate times a factor; `yours` is what stands in its place."""
    summands = {p: text for p, text in terms(letter).items() if p in ("W", "U", "b", part)}
    shown = " + ".join({**summands, part: yours}.values()).replace("+ −", "− ")

    def scaled(s: Step) -> Any:
        return factor * term(s, letter, part)

    return preactivation(
        letter,
        shown,
        lambda s: sum(scaled(s) if p == part else term(s, letter, p) for p in "WUbc"),
        (scaled, lambda s: term(s, letter, part)),
        *(_factors(letter, part, factor)),
        applies=stores(letter, part),
    )


def _factors(letter: str, part: str, factor: float) -> list[Values]:
    """What a summand is made of, each times the factor: one of them may be what was scaled."""
    state: list[Value] = [lambda s: operand(s, letter), lambda s: s.r, lambda s: s.h]
    inside = {"W": [lambda s: s.x], "U": state if letter == "n" else state[2:]}
    return [(partial(_times, factor, f), f) for f in inside.get(part, [])]


def _times(factor: float, f: Value, s: Step) -> Any:
    return factor * f(s)
