"""GRU214 derivative-of-activation: σ′ or tanh′ is missing, wrong, or taken at the wrong place

What it does
    The step from the gradient of a gate to that of its pre-activation multiplies by the derivative of
    the activation: z (1 − z) for σ, 1 − n² for tanh, in terms of the value. Here that factor is left
    out, half of it is lost, it belongs to another function, or it is taken at the pre-activation, or
    at the value as if it were one.

Why it matters
    Saturated gates, whose true gradient is nearly 0, are pushed hard, or those that should move are
    not; every block behind that gate is wrong.

Example
    da_n = dn * (1 - n)

Fix
    da_z = dz * z * (1 - z), da_r = dr * r * (1 - r), da_n = dn * (1 - n ** 2), where z, r and n are the
    values after the activation.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np

from gru_doctor.equations.activations import sigmoid
from gru_doctor.equations.backward import Reverse
from gru_doctor.equations.formulas import formula
from gru_doctor.equations.misread import misread
from gru_doctor.fault import Fault, Slipped
from gru_doctor.records import Array

Slope = Callable[[Array, Array], Any]

GATE_SLOPES: dict[str, Slope] = {
    "1": lambda a, y: np.ones_like(y),
    "(1 − y)": lambda a, y: 1 - y,
    "y": lambda a, y: y,
    "y ⊙ (1 + y)": lambda a, y: y * (1 + y),
    "y ⊙ (y − 1)": lambda a, y: y * (y - 1),
    "y²": lambda a, y: y * y,
    "(1 − y)²": lambda a, y: (1 - y) ** 2,
    "(1 − y²)": lambda a, y: 1 - y * y,
    "y ⊙ (1 − y)²": lambda a, y: y * (1 - y) ** 2,
    "y² ⊙ (1 − y)": lambda a, y: y * y * (1 - y),
    "(y ⊙ (1 − y))²": lambda a, y: (y * (1 - y)) ** 2,
    "a ⊙ (1 − a)": lambda a, y: a * (1 - a),
    "σ(y) ⊙ (1 − σ(y))": lambda a, y: sigmoid(y) * (1 - sigmoid(y)),
}
CANDIDATE_SLOPES: dict[str, Slope] = {
    "1": lambda a, y: np.ones_like(y),
    "(1 − n)": lambda a, y: 1 - y,
    "n": lambda a, y: y,
    "n ⊙ (1 − n)": lambda a, y: y * (1 - y),
    "(1 + n²)": lambda a, y: 1 + y * y,
    "n²": lambda a, y: y * y,
    "(n² − 1)": lambda a, y: y * y - 1,
    "(1 − n)²": lambda a, y: (1 - y) ** 2,
    "(1 − n²)²": lambda a, y: (1 - y * y) ** 2,
    "(1 − |n|)": lambda a, y: 1 - np.abs(y),
    "(1 − a²)": lambda a, y: 1 - a * a,
    "(1 − tanh²(n))": lambda a, y: 1 - np.tanh(y) ** 2,
    "[n > 0]": lambda a, y: 1.0 * (y > 0),
}


def slope(g: str, wrong: Slope, b: Reverse) -> Any:
    """Another slope, at the pre-activation a and the value y of the gate; (B, H)"""
    if g == "n":
        product = b.step.r * b.product if b.after else b.product
        return wrong(b.step.input("n") + product, b.step.n)
    y = b.step.z if g == "z" else b.step.r
    return wrong(b.step.input(g) + b.step.recurrent(g), y)


def sloped(gates: str, shown: str, wrong: Slope) -> Slipped:
    """One or two gates with a wrong slope; two share a function that is wrong"""
    return Slipped(
        {f"slope_{g}": partial(slope, g, wrong) for g in gates},
        block=f"slope_{gates[0]}",
        yours="; ".join(f"da_{g} = d{g} ⊙ {shown.replace('y', g)}" for g in gates),
        reference="; ".join(formula(f"slope_{g}") for g in gates),
    )


def of_product() -> Slipped:
    """tanh' taken at the recurrent part of the pre-activation"""
    return Slipped(
        misread(["slope_n"], {"n": "m"}),
        block="slope_n",
        yours="da_n = dn ⊙ (1 − m²), where m = o U_n + c_n",
        reference=formula("slope_n"),
    )


FAULT = Fault(
    code="GRU214",
    name="derivative-of-activation",
    backward=(
        *(sloped(g, s, f) for g in ("z", "r", "rz") for s, f in GATE_SLOPES.items()),
        *(sloped("n", s, f) for s, f in CANDIDATE_SLOPES.items()),
        of_product(),
    ),
)
