"""The reference backward pass, taken apart into named rules and named paths.

A rule is one line of the chain rule, named after the quantity it gives: `dz` is dL/dz, `da_z` is
dL/d(pre-activation of z), `slope_z` is σ' there. Every rule may be replaced, as equations may: that
is what a gradient fault is. Letters and shapes are those of `equations/gru.py`; besides,

    o = r ⊙ h and m = o U_n + c_n   with reset before,   a_n = x W_n + b_n + m
    o = h     and m = o U_n + c_n   with reset after,    a_n = x W_n + b_n + r ⊙ m
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial, reduce
from typing import Any

import numpy as np

from gru_doctor.equations.activations import CANDIDATE_ACTIVATIONS, GATE_ACTIVATIONS
from gru_doctor.equations.gru import Step
from gru_doctor.records import Array, Arrays

GATES = ("update", "reset", "candidate")
LETTERS: Mapping[str, str] = {"update": "z", "reset": "r", "candidate": "n"}

Rule = Callable[["Reverse"], Array]


class Reverse:
    """One step run backward from dL/dh' (B, H); `reverse[name]` is the value of that rule, kept."""

    def __init__(self, step: Step, dout: Array, rules: Mapping[str, Rule]) -> None:
        self.step, self.dout, self.rules = step, dout, rules
        self.after = step.convention.reset == "after"
        self.writes = step.convention.update == "writes"
        self._known: dict[str, Array] = {}

    def __getitem__(self, name: str) -> Array:
        if name not in self._known:
            self._known[name] = self.rules[name](self)
        return self._known[name]

    @property
    def asked(self) -> frozenset[str]:
        """The rules that were evaluated so far."""
        return frozenset(self._known)

    @property
    def operand(self) -> Array:
        """o, what U_n multiplies: h with reset after, r ⊙ h with reset before; (B, H)."""
        return self.step.h if self.after else self.step.r * self.step.h

    @property
    def product(self) -> Any:
        """m = o U_n + c_n, (B, H)."""
        return self.step.recurrent("n", self.operand)

    def back(self, da: Array, name: str) -> Array:
        """da @ block.T, or zeros of the state's shape where the block is absent."""
        block = self.step.weights.get(name)
        width = self.step.x.shape[1] if name.startswith("W") else self.step.h.shape[1]
        back: Array = np.zeros((len(da), width)) if block is None else da @ block.T
        return back


def slope_gate(g: str, b: Reverse) -> Array:
    """σ' at the pre-activation of z or r"""
    a = b.step.input(g) + b.step.recurrent(g)
    y = b.step.z if g == "z" else b.step.r
    return GATE_ACTIVATIONS[b.step.convention.gate_activation].df(a, y) * np.ones_like(y)


def slope_n(b: Reverse) -> Array:
    """tanh' at the pre-activation of n"""
    a = b.step.input("n") + (b.step.r * b.product if b.after else b.product)
    df = CANDIDATE_ACTIVATIONS[b.step.convention.candidate_activation].df
    return df(a, b.step.n) * np.ones_like(b.step.n)


def difference(b: Reverse) -> Array:
    """∂h'/∂z = h − n where z keeps, n − h where z writes"""
    return b.step.n - b.step.h if b.writes else b.step.h - b.step.n


def dz(b: Reverse) -> Array:
    """dz = dh' ⊙ ∂h'/∂z"""
    return b.dout * b["difference"]


def dn(b: Reverse) -> Array:
    """dn = dh' ⊙ (1 − keep)"""
    return b.dout * (1 - b.step.keep)


def da(g: str, b: Reverse) -> Array:
    """da_g = dg ⊙ slope_g"""
    return b[f"d{g}"] * b[f"slope_{g}"]


def dm(b: Reverse) -> Array:
    """dm = da_n with reset before, da_n ⊙ r with reset after"""
    return b["da_n"] * b.step.r if b.after else b["da_n"]


def do(b: Reverse) -> Array:
    """do = dm U_nᵀ: d(r ⊙ h) with reset before"""
    return b.back(b["dm"], "U_n")


def dr(b: Reverse) -> Array:
    """dr = do ⊙ h with reset before, da_n ⊙ m with reset after"""
    return b["da_n"] * b.product if b.after else b["do"] * b.step.h


def dh_direct(b: Reverse) -> Array:
    """The path through keep ⊙ h"""
    return b.dout * b.step.keep


def dh_candidate(b: Reverse) -> Array:
    """The path through n: via r ⊙ h, or via h U_n with reset after"""
    return b["do"] if b.after else b["do"] * b.step.r


def dh_gate(g: str, b: Reverse) -> Array:
    """The path through z or r: da_g U_gᵀ"""
    return b.back(b[f"da_{g}"], f"U_{g}")


def dx_gate(g: str, b: Reverse) -> Array:
    """The path through one gate: da_g W_gᵀ"""
    return b.back(b[f"da_{g}"], f"W_{g}")


def dW(g: str, b: Reverse) -> Array:
    """dW_g = xᵀ da_g"""
    return b.step.x.T @ b[f"da_{g}"]


def dU(g: str, b: Reverse) -> Array:
    """dU_g = hᵀ da_g for z and r, oᵀ dm for n"""
    return b.operand.T @ b["dm"] if g == "n" else b.step.h.T @ b[f"da_{g}"]


def db(g: str, b: Reverse) -> Array:
    """db_g = Σ_batch da_g"""
    db: Array = b[f"da_{g}"].sum(axis=0)
    return db


def dc(g: str, b: Reverse) -> Array:
    """dc_g = Σ_batch da_g for z and r, Σ_batch dm for n"""
    dc: Array = b["dm" if g == "n" else f"da_{g}"].sum(axis=0)
    return dc


VALUES: Mapping[str, Rule] = {
    "difference": difference, "dz": dz, "dn": dn,
    "slope_n": slope_n, "da_n": partial(da, "n"), "dm": dm, "do": do, "dr": dr,
    "slope_r": partial(slope_gate, "r"), "da_r": partial(da, "r"),
    "slope_z": partial(slope_gate, "z"), "da_z": partial(da, "z"),
}  # fmt: skip
DH_PATHS: Mapping[str, Rule] = {
    "dh.direct": dh_direct, "dh.candidate": dh_candidate,
    "dh.update": partial(dh_gate, "z"), "dh.reset": partial(dh_gate, "r"),
}  # fmt: skip
DX_PATHS: Mapping[str, Rule] = {f"dx.{gate}": partial(dx_gate, LETTERS[gate]) for gate in GATES}
BLOCKS: Mapping[str, Rule] = {
    f"d{kind}_{g}": partial(rule, g)
    for kind, rule in {"W": dW, "U": dU, "b": db, "c": dc}.items()
    for g in LETTERS.values()
}
RULES: Mapping[str, Rule] = {**VALUES, **DH_PATHS, **DX_PATHS, **BLOCKS}


@dataclass(frozen=True)
class StepGradient:
    """dL/d(everything) of one step, taken apart.

    `dh` has the paths direct, candidate, update, reset (and held, where a mask was given), `dx` the
    paths update, reset, candidate; `weights` the blocks that are present (W_z, c_n …); `values` the
    quantities on the way (dz, da_n, dm …) in order of data flow. Paths are (B, H) and (B, D).
    """

    dout: Array
    values: Arrays
    dh: Arrays
    dx: Arrays
    weights: Arrays

    @property
    def dh_total(self) -> Array:
        """dL/dh (B, H), the sum of the paths."""
        return reduce(np.add, self.dh.values())

    @property
    def dx_total(self) -> Array:
        """dL/dx (B, D), the sum of the paths."""
        return reduce(np.add, self.dx.values())


def backward(step: Step, dout: Array, rules: Mapping[str, Rule] = RULES) -> StepGradient:
    """The gradient of Σ dout ⊙ step.out for the published equations, dout (B, H).

    It is evaluated at the step's own z, r and n, but knows nothing of replaced equations.
    """
    b = Reverse(step, dout, rules)
    return StepGradient(
        dout=dout,
        values={name: b[name] for name in VALUES},
        dh={name.removeprefix("dh."): b[name] for name in DH_PATHS},
        dx={name.removeprefix("dx."): b[name] for name in DX_PATHS},
        weights={name: b[f"d{name}"] for name in step.weights if f"d{name}" in BLOCKS},
    )
