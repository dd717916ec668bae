"""The reference: four named equations and the step that evaluates them.

Letters follow Cho et al. 2014 (arXiv:1406.1078) and Chung et al. 2014 (arXiv:1412.3555); `n` is the
candidate, as in PyTorch. Row vectors: x is (B, D), h is (B, H), W_g is (D, H), U_g is (H, H), the
biases b_g (with the input) and c_g (inside the recurrent term) are (H,). An absent block is zero.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cached_property
from typing import Any

import numpy as np

from gru_doctor.equations.activations import CANDIDATE_ACTIVATIONS, GATE_ACTIVATIONS
from gru_doctor.records import Array, Arrays, Convention

Equation = Callable[["Step"], Array]


def update(s: Step) -> Array:
    """z = σ(x W_z + b_z + h U_z + c_z)"""
    return s.gate(s.input("z") + s.recurrent("z"))


def reset(s: Step) -> Array:
    """r = σ(x W_r + b_r + h U_r + c_r)"""
    return s.gate(s.input("r") + s.recurrent("r"))


def candidate(s: Step) -> Array:
    """n = tanh(x W_n + b_n + (r ⊙ h) U_n + c_n), or tanh(x W_n + b_n + r ⊙ (h U_n + c_n))"""
    if s.convention.reset == "after":
        return s.squash(s.input("n") + s.r * s.recurrent("n"))
    return s.squash(s.input("n") + s.recurrent("n", s.r * s.h))


def blend(s: Step) -> Array:
    """h' = keep ⊙ h + (1 − keep) ⊙ n, where keep is z (z keeps) or 1 − z (z writes)"""
    return s.keep * s.h + (1 - s.keep) * s.n


EQUATIONS: Mapping[str, Equation] = {
    "update": update, "reset": reset, "candidate": candidate, "blend": blend,
}  # fmt: skip


class Step:
    """One time step, evaluated on demand: z, r, n and out, each by its named equation.

    `equations` may replace any of them: that is what a fault is.
    """

    def __init__(
        self,
        weights: Arrays,
        x: Array,
        h: Array,
        convention: Convention,
        equations: Mapping[str, Equation] = EQUATIONS,
    ) -> None:
        self.weights, self.x, self.h = weights, x, h
        self.convention = convention
        self.equations = equations

    def block(self, name: str) -> Any:
        """A weight block by name (W_z, U_r, b_n, c_n …); an absent one is 0."""
        return self.weights.get(name, 0.0)

    def times(self, a: Array, name: str) -> Any:
        """a @ block, or 0 where the block is absent."""
        w = self.weights.get(name)
        return 0.0 if w is None else a @ w

    def input(self, g: str, x: Array | None = None) -> Any:
        """x W_g + b_g"""
        return self.times(self.x if x is None else x, f"W_{g}") + self.block(f"b_{g}")

    def recurrent(self, g: str, h: Array | None = None) -> Any:
        """h U_g + c_g"""
        return self.times(self.h if h is None else h, f"U_{g}") + self.block(f"c_{g}")

    def gate(self, a: Any) -> Array:
        """The gate activation of the convention, over (B, H)."""
        return GATE_ACTIVATIONS[self.convention.gate_activation].f(self._full(a))

    def squash(self, a: Any) -> Array:
        """The candidate activation of the convention, over (B, H)."""
        return CANDIDATE_ACTIVATIONS[self.convention.candidate_activation].f(self._full(a))

    def _full(self, a: Any) -> Any:
        return np.broadcast_to(a, self.h.shape) if np.shape(a) != self.h.shape else a

    @cached_property
    def z(self) -> Array:
        """The update gate, (B, H)."""
        return self.equations["update"](self)

    @cached_property
    def r(self) -> Array:
        """The reset gate, (B, H)."""
        return self.equations["reset"](self)

    @cached_property
    def n(self) -> Array:
        """The candidate, (B, H)."""
        return self.equations["candidate"](self)

    @cached_property
    def keep(self) -> Array:
        """The weight of the old state in the blend, (B, H)."""
        return self.z if self.convention.update != "writes" else 1 - self.z

    @cached_property
    def out(self) -> Array:
        """The new state h', (B, H)."""
        return self.equations["blend"](self)


def healthy(convention: Convention) -> Convention:
    """The convention with every unknown filled by the commonest reading."""
    return replace(convention, update=convention.update or "keeps", reset=convention.reset or "before")
