"""Rules that read the step's cached values in each other's place."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial

import numpy as np

from gru_doctor.equations.backward import RULES, Reverse, Rule
from gru_doctor.equations.gru import Step
from gru_doctor.records import Array

VALUES: Mapping[str, Callable[[Reverse], Array]] = {
    "h": lambda b: b.step.h,
    "z": lambda b: b.step.z,
    "r": lambda b: b.step.r,
    "n": lambda b: b.step.n,
    "rh": lambda b: b.step.r * b.step.h,
    "m": lambda b: np.broadcast_to(b.product, b.step.h.shape),
    "h'": lambda b: b.step.out,
    "rh'": lambda b: b.step.r * b.step.out,
    "1": lambda b: np.ones_like(b.step.h),
    "0": lambda b: np.zeros_like(b.step.h),
    "(1 − z)": lambda b: 1 - b.step.z,
    "(1 − r)": lambda b: 1 - b.step.r,
}
"""What a backward pass may have at hand, each (B, H); rh is r ⊙ h, rh' r ⊙ h', m is h U_n + c_n."""


class Misread(Reverse):
    """The same backward step, reading `places[v]` wherever it means to read v.

    Other rules are still taken from the true step, so that one line can be wrong alone.
    """

    def __init__(self, right: Reverse, places: Mapping[str, str]) -> None:
        super().__init__(right.step, right.dout, right.rules)
        self.right = right
        self.cached = {v: VALUES[places.get(v, v)](right) for v in ("h", "z", "r", "n", "rh", "m")}
        self.step = _reread(right.step, self.cached)

    def __getitem__(self, name: str) -> Array:
        return self.right[name]

    @property
    def operand(self) -> Array:
        """What U_n multiplies, as cached."""
        return self.cached["h" if self.after else "rh"]

    @property
    def product(self) -> Array:
        """h U_n + c_n, as cached."""
        return self.cached["m"]


def _reread(step: Step, cached: Mapping[str, Array]) -> Step:
    """The step with other values where its own would be evaluated."""
    made = Step(step.weights, step.x, cached["h"], step.convention, step.equations)
    made.__dict__.update({v: cached[v] for v in "zrn"}, out=step.out)
    return made


def misread(names: Iterable[str], places: Mapping[str, str]) -> dict[str, Rule]:
    """The published rules of these names, reading one cached value for another."""
    return {name: partial(_apply, RULES[name], places) for name in names}


def _apply(rule: Rule, places: Mapping[str, str], b: Reverse) -> Array:
    return rule(Misread(b, places))


def other_convention(names: Iterable[str], *, reset: bool) -> dict[str, Rule]:
    """The published rules of these names for the other place of the reset, or the other polarity."""
    return {name: partial(_converted, RULES[name], reset) for name in names}


def _converted(rule: Rule, reset: bool, b: Reverse) -> Array:
    other = Misread(b, {} if reset else {"z": "(1 − z)"})
    if reset:
        other.after = not b.after
    else:
        other.writes = not b.writes
    return rule(other)


class _Renamed(Reverse):
    """The same backward step, with some quantities under another's name."""

    def __init__(self, right: Reverse, names: Mapping[str, str]) -> None:
        super().__init__(right.step, right.dout, right.rules)
        self.right, self.names = right, names

    def __getitem__(self, name: str) -> Array:
        return self.right[self.names.get(name, name)]


def renamed(names: Iterable[str], taken: Mapping[str, str]) -> dict[str, Rule]:
    """The published rules of these names, made from other quantities of the same step."""
    return {name: partial(_rename, RULES[name], taken) for name in names}


def _rename(rule: Rule, taken: Mapping[str, str], b: Reverse) -> Array:
    return rule(_Renamed(b, taken))
