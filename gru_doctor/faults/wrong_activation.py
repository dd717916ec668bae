"""GRU116 wrong-activation: a gate is not sigmoid-like, or the candidate is not tanh-like

What it does
    A gate passes through tanh, relu or nothing, or through a sigmoid of the wrong slope; the
    candidate passes through a sigmoid, relu or nothing; an activation is applied twice, or its
    parenthesis closes too early.

Why it matters
    A gate must lie between 0 and 1: with tanh it can be negative and turns memory over, unbounded
    it lets the state explode. A candidate from a sigmoid can never be negative, so the state only
    grows towards 1.

Example
    z = np.tanh(x @ Wz + h @ Uz + bz)

Fix
    z = sigmoid(x @ Wz + h @ Uz + bz), r likewise; n = np.tanh(...). The hard sigmoids
    clip(0.2 a + 0.5, 0, 1) and clip(a / 6 + 0.5, 0, 1) are published too, in both gates at once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from gru_doctor.altering import BLEND, altered, always, stores
from gru_doctor.equations.activations import CANDIDATE_ACTIVATIONS, ELSEWHERE, GATE_ACTIVATIONS, sigmoid
from gru_doctor.equations.gru import EQUATIONS, Step
from gru_doctor.equations.parts import NAMES, activate, memory, total, value
from gru_doctor.fault import Altered, Fault
from gru_doctor.records import Array, Convention

Function = Callable[[Any], Any]


def linear(slope: float, offset: float = 0.5) -> Function:
    """clip(slope a + offset, 0, 1)"""
    return lambda a: np.clip(slope * a + offset, 0.0, 1.0)


ANY: Mapping[str, Function] = {
    "relu(a)": lambda a: np.maximum(a, 0.0),
    "a": lambda a: a + 0.0,
    **ELSEWHERE,
    "clip(a, −1, 1)": lambda a: np.clip(a, -1.0, 1.0),
    "σ(2 a)": lambda a: sigmoid(2 * a),
    "σ(a / 2)": lambda a: sigmoid(a / 2),
    "exp(−a)": lambda a: np.exp(-a),
    "1 / 1 + exp(−a)": lambda a: 1 + np.exp(-a),
    "1 / (1 − exp(−a))": lambda a: 1 / (1 - np.exp(-a)),
}
GATE: Mapping[str, Function] = {
    **ANY,
    "tanh(a)": np.tanh,
    "σ(σ(a))": lambda a: sigmoid(sigmoid(a)),
    "σ(tanh(a))": lambda a: sigmoid(np.tanh(a)),
    "tanh(σ(a))": lambda a: np.tanh(sigmoid(a)),
    "clip(a, 0, 1)": linear(1.0, 0.0),
    "clip(a + 0.5, 0, 1)": linear(1.0),
    "clip(0.5 a + 0.5, 0, 1)": linear(0.5),
    "clip(0.25 a + 0.5, 0, 1)": linear(0.25),
    "clip(0.1 a + 0.5, 0, 1)": linear(0.1),
    "0.2 a + 0.5": lambda a: 0.2 * a + 0.5,
    "0.5 a + 0.5": lambda a: 0.5 * a + 0.5,
}
CANDIDATE: Mapping[str, Function] = {
    **ANY,
    "σ(a)": sigmoid,
    "hard_sigmoid(a)": CANDIDATE_ACTIVATIONS["hard_sigmoid"].f,
    "tanh(tanh(a))": lambda a: np.tanh(np.tanh(a)),
    "σ(tanh(a))": lambda a: sigmoid(np.tanh(a)),
    "tanh(σ(a))": lambda a: np.tanh(sigmoid(a)),
    "relu(tanh(a))": lambda a: np.maximum(np.tanh(a), 0.0),
    "tanh(a / 2)": lambda a: np.tanh(a / 2),
    "tanh(2 a)": lambda a: np.tanh(2 * a),
    "2 σ(a)": lambda a: 2 * sigmoid(a),
    "1.7159 tanh(2 a / 3)": lambda a: 1.7159 * np.tanh(2 * a / 3),
    "sin(a)": np.sin,
}


def activated(letters: str, text: str, f: Function) -> Altered:
    """f in the place of the activation of these gates."""

    def equation(g: str) -> Callable[[Step], Array]:
        return lambda s: f(total(s, g) + np.zeros_like(s.h))

    one = altered(
        NAMES[letters[0]],
        ", ".join(f"{g} = {text}" for g in letters) + " where a is the pre-activation",
        equation(letters[0]),
        *((_value(g), _value(g)) for g in letters),
    )
    return Altered({NAMES[g]: equation(g) for g in letters}, one.gate, one.yours, one.reference, one.pairs)


def _value(g: str) -> Callable[[Step], Array]:
    return lambda s: value(s, g)


def mixed(letter: str, name: str) -> Altered:
    """One gate with a published activation that the other gate does not have."""

    def differs(convention: Convention) -> bool:
        return convention.gate_activation != name

    return altered(
        NAMES[letter],
        f"{letter} = {name}(a), unlike the other gate",
        lambda s: GATE_ACTIVATIONS[name].f(total(s, letter)),
        (_value(letter), _value(letter)),
        applies=differs,
    )


def early(letter: str, biased: bool) -> Altered:
    """The parenthesis closes before the recurrent term: σ(x W) + h U + b."""
    squashed, state = ("tanh", "(r ⊙ h) U_n") if letter == "n" else ("σ", f"h U_{letter}")

    def inside(s: Step) -> Any:
        return s.input(letter) if biased else s.times(s.x, f"W_{letter}")

    def equation(s: Step) -> Array:
        outside = 0.0 if biased else s.block(f"b_{letter}")
        made: Array = activate(s, letter, inside(s)) + memory(s, letter) + outside
        return made

    terms = (f"x W_{letter} + b_{letter})", state) if biased else (
        f"x W_{letter})", f"{state} + b_{letter}"
    )  # fmt: skip
    return altered(
        NAMES[letter],
        f"{letter} = {squashed}({' + '.join(terms)}",
        equation,
        (_value(letter), _value(letter)),
        (lambda s: activate(s, letter, inside(s)), _value(letter)),
        applies=stores(letter, "b") if biased else always,
    )


GATES = tuple(activated(g, text, f) for g in ("zr", "z", "r") for text, f in GATE.items())
SQUASHED = tuple(activated("n", text, f) for text, f in CANDIDATE.items())
MIXED = tuple(mixed(g, name) for g in "zr" for name in GATE_ACTIVATIONS)
EARLY = tuple(early(g, biased) for g in "zrn" for biased in (False, True))
STATE = (
    altered(
        "blend", f"h' = tanh(h'), after {BLEND}",
        lambda s: np.tanh(EQUATIONS["blend"](s)),
        (lambda s: s.out, lambda s: s.out),
    ),
)  # fmt: skip

FAULT = Fault(code="GRU116", name="wrong-activation", cell=GATES + SQUASHED + MIXED + EARLY + STATE)
