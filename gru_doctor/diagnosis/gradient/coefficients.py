"""Coefficients of the paths in a gradient, fitted: 0 is missing, −1 a sign, 2 twice, 1/B a mean."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

import numpy as np

from gru_doctor.closeness import gap
from gru_doctor.diagnosis.gradient.gradient_trial import Match
from gru_doctor.equations.backward import RULES, Rule
from gru_doctor.equations.bptt import SequenceGradient
from gru_doctor.equations.chain import through
from gru_doctor.fault import Slipped
from gru_doctor.records import Array, Arrays
from gru_doctor.slips import times

ROUNDING = 1e-6
"""How near a fitted number must come to a known one."""


@dataclass(frozen=True)
class Fitted:
    """A quantity as a sum of true parts: `coefficients` by the part's name, those that are 1 left
    out; `error` is the gap that remains."""

    quantity: str
    coefficients: Mapping[str, float]
    error: float


def fit_step(match: Match, wrong: tuple[str, ...]) -> list[Fitted]:
    """Each wrong quantity of one step by its paths: rules' names to coefficients."""
    step = through(match.chain).steps[0]
    paths: dict[str, Arrays] = {
        "dh0": {f"dh.{path}": a for path, a in step.dh.items()},
        "dx": {f"dx.{path}": a[None] for path, a in step.dx.items()},
        **{f"d{name}": {f"d{name}": block} for name, block in step.weights.items()},
    }
    return [fit(name, paths[name], match.seen[name]) for name in wrong]


def fit_time(match: Match, wrong: tuple[str, ...]) -> list[Fitted]:
    """Each wrong quantity of several steps by time: "t = 0" … to coefficients."""
    whole = through(match.chain)
    return [fit(name, _by_time(whole, name), match.seen[name]) for name in wrong]


def _by_time(whole: SequenceGradient, name: str) -> dict[str, Array]:
    if name == "dh0":
        return {"whole": whole.h0}
    if name == "dx":
        made = {}
        for t, dx in enumerate(whole.xs):
            alone = np.zeros_like(whole.xs)
            alone[t] = dx
            made[f"t = {t}"] = alone
        return made
    return {f"t = {t}": step.weights[name[1:]] for t, step in enumerate(whole.steps)}


def fit(name: str, parts: Arrays, seen: Array) -> Fitted:
    """Least squares over the parts that are not zero."""
    used = {part: a for part, a in parts.items() if np.any(a) and a.shape == np.shape(seen)}
    if not used or not np.isfinite(seen).all():
        return Fitted(name, {}, float("inf"))
    columns = np.stack([a.ravel() for a in used.values()], axis=1)
    solution = np.linalg.lstsq(columns, np.ravel(seen), rcond=None)[0]
    error = gap(columns @ solution, np.ravel(seen))
    found = {part: round_off(float(c)) for part, c in zip(used, solution, strict=True)}
    return Fitted(name, {part: c for part, c in found.items() if c != 1}, error)


def round_off(c: float) -> float:
    """A number next to a whole one is that one; of others nine digits are meant."""
    return float(round(c)) if abs(c - round(c)) < ROUNDING else float(f"{c:.9g}")


def proportion(seen: Array, true: Array) -> float | None:
    """The one factor between two arrays, or None where there is none."""
    fitted = fit("", {"all": true}, np.asarray(seen))
    return fitted.coefficients.get("all", 1.0) if fitted.error < ROUNDING else None


def fitted_slip(fits: list[Fitted]) -> Slipped:
    """The backward pass with the fitted coefficients in it."""
    rules: dict[str, Rule] = {}
    for fitted in fits:
        for name, c in fitted.coefficients.items():
            rules |= times([name], partial(_constant, c))
    first = next(iter(rules))
    return Slipped(rules, first, _shown(fits), "every path once", None)


def _constant(c: float, b: object) -> float:
    return c


def _shown(fits: list[Fitted]) -> str:
    pairs = [(n, c) for f in fits for n, c in f.coefficients.items() if n in RULES]
    return "; ".join(f"{c:.6g} × {name}" for name, c in pairs)
