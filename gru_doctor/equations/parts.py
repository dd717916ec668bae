"""The reference equations taken apart: the pieces that an altered equation is built from.

Gates go by their letter here: z, r and n. Every function takes the step first; shapes are those of
`equations/gru.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gru_doctor.equations.gru import EQUATIONS, Step
from gru_doctor.records import Array, Arrays, Convention

NAMES: Mapping[str, str] = {"z": "update", "r": "reset", "n": "candidate"}


def value(s: Step, g: str) -> Array:
    """z, r or n itself, (B, H)."""
    return {"z": lambda: s.z, "r": lambda: s.r, "n": lambda: s.n}[g]()


def is_after(s: Step, g: str) -> bool:
    """Whether the reset gate multiplies what U_g has made, rather than what it is given."""
    return g == "n" and s.convention.reset == "after"


def operand(s: Step, g: str, h: Array | None = None) -> Array:
    """What U_g multiplies: h, or r ⊙ h in a candidate with reset before; (B, H)."""
    h = s.h if h is None else h
    return s.r * h if g == "n" and not is_after(s, g) else h


def memory(s: Step, g: str, h: Array | None = None) -> Any:
    """The whole recurrent term: operand U_g + c_g, times r in a candidate with reset after."""
    product = s.recurrent(g, operand(s, g, h))
    return s.r * product if is_after(s, g) else product


def total(s: Step, g: str) -> Any:
    """The pre-activation x W_g + b_g + memory, (B, H)."""
    return s.input(g) + memory(s, g)


def activate(s: Step, g: str, a: Any) -> Array:
    """σ for z and r, tanh for n, as the convention has them."""
    return s.squash(a) if g == "n" else s.gate(a)


def reference(s: Step, g: str) -> Array:
    """The gate by the published equation, whatever the step has in its place."""
    return EQUATIONS[NAMES[g]](s)


def term(s: Step, g: str, part: str) -> Any:
    """One summand of the pre-activation, by the kind of its block: W, U, b or c."""
    if part == "W":
        return s.times(s.x, f"W_{g}")
    if part == "b":
        return s.block(f"b_{g}")
    inner = s.times(operand(s, g), f"U_{g}") if part == "U" else s.block(f"c_{g}")
    return s.r * inner if is_after(s, g) else inner


def reweighted(s: Step, weights: Arrays) -> Step:
    """The same step, its gates known, with other weights for what is computed from now on."""
    known = {"update": lambda _: s.z, "reset": lambda _: s.r, "candidate": lambda _: s.n}
    return Step(weights, s.x, s.h, s.convention, {**s.equations, **known})


def without(s: Step, blocks: tuple[str, ...]) -> Step:
    """The same step with these blocks absent."""
    return reweighted(s, {k: v for k, v in s.weights.items() if k not in blocks})


def has(convention: Convention, *blocks: str) -> bool:
    """Whether a GRU of this convention stores all of these blocks; an unknown bias may be there."""
    return all(_stored(convention.biases, block) for block in blocks)


def _stored(biases: str | None, block: str) -> bool:
    if block[0] == "b":
        return biases != "0"
    if block[0] == "c":
        return biases in (None, "2") or (biases == "input+candidate" and block == "c_n")
    return True
