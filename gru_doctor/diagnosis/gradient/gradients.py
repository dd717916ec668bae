"""Naming what is wrong in a backward pass, from the gradients that it returned.

A fault is proven when the reference backward with that fault in it reproduces every gradient, for
one step and for several. What no fault explains is fitted path by path; what no fit explains is
GRU201, at the block that differs first.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache

from gru_doctor.diagnosis.gradient.coefficients import (
    ROUNDING,
    Fitted,
    fit_step,
    fit_time,
    fitted_slip,
    proportion,
)
from gru_doctor.diagnosis.gradient.gradient_pairs import explaining_pair
from gru_doctor.diagnosis.gradient.gradient_trial import (
    TOLERANCE,
    Hypothesis,
    Observed,
    Trial,
    Truth,
)
from gru_doctor.equations.backward import VALUES, Rule
from gru_doctor.equations.formulas import formula
from gru_doctor.fault import Fault, Slipped, coded, faults
from gru_doctor.records import Severity
from gru_doctor.slips import JOINT, multiplied


@dataclass(frozen=True)
class GradientGuess:
    """A fault of the backward pass.

    `block` is the quantity wrong first, `factor` what multiplies it where one number does, `also` the
    codes with the same numbers, `alternatives` every wrong pass with these numbers, `slipped` the
    first of them (None where only the fit, or nothing, explains it). `coefficients` are the fitted
    ones that are not 1. `beside` are the rules of another fault that stands in the same pass. `proven` is
    False for GRU201 and where T > 1 is not explained.
    """

    code: str
    name: str
    severity: Severity
    block: str
    factor: float | None
    error: float
    error_if_repaired: float | None
    slipped: Slipped | None = None
    also: tuple[str, ...] = ()
    alternatives: tuple[Slipped, ...] = ()
    coefficients: Mapping[str, float] = field(default_factory=dict)
    beside: Mapping[str, Rule] = field(default_factory=dict)

    @property
    def proven(self) -> bool:
        """Whether the numbers are reproduced."""
        return self.error_if_repaired is not None


def name_gradient(observed: Observed, truth: Truth, tolerance: float = TOLERANCE) -> list[GradientGuess]:
    """The faults that, together, give the gradients observed; empty where nothing is wrong."""
    trial = Trial(observed, truth, tolerance)
    if trial.reproduces(()):
        return []
    return name_alone(trial) or name_together(trial)


def name_alone(trial: Trial) -> list[GradientGuess]:
    """The one fault that gives the gradients observed, if one does; far sooner found than two."""
    return _single(trial) or _multiplied(trial)


def name_together(trial: Trial) -> list[GradientGuess]:
    """What is left to say where no one fault gives them."""
    return _pair(trial) or _fitted(trial) or [_unexplained(trial)]


@cache
def slips() -> tuple[tuple[Fault, Slipped], ...]:
    """Every wrong backward pass of every fault, by code."""
    return tuple((fault, slipped) for fault in faults() for slipped in fault.backward)


def _single(trial: Trial) -> list[GradientGuess]:
    found = [pair for pair in slips() if trial.reproduces((pair,))]
    return [_guess(trial, found, ())] if found else []


def _multiplied(trial: Trial) -> list[GradientGuess]:
    """One quantity on the way times any number, the one that a gradient made of it alone shows."""
    seen, true = trial.short.seen, trial.short.true
    factors = {proportion(seen[name], true[name]) for name in trial.short.wrong()} - {None, 0.0}
    fault = coded("GRU212")
    groups = {**{name: (name,) for name in VALUES}, **JOINT}
    for c, what in ((c, g) for c in sorted(factors, key=str) if c is not None for g in groups):
        told = formula(what) if what in VALUES else what
        slipped = multiplied(groups[what], c, f"{c:.6g} × ({told})")
        if trial.reproduces(((fault, slipped),)):
            return [_guess(trial, [(fault, slipped)], ())]
    return []


def _pair(trial: Trial) -> list[GradientGuess]:
    pair = explaining_pair(trial, slips())
    if pair is None:
        return []
    a, b = pair
    firsts = [one for one in slips() if trial.reproduces((one, b))]
    seconds = [one for one in slips() if trial.reproduces((a, one))]
    guesses = [_guess(trial, firsts, (b,)), _guess(trial, seconds, (a,))]
    return sorted(guesses, key=lambda guess: guess.code)


def _guess(trial: Trial, found: list[tuple[Fault, Slipped]], others: Hypothesis) -> GradientGuess:
    """The first of a class of equal numbers; `others` are the faults that stand beside it."""
    fault, slipped = found[0]
    return GradientGuess(
        code=fault.code,
        name=fault.name,
        severity=slipped.severity or fault.severity,
        block=slipped.block,
        factor=_factor(trial, slipped),
        error=trial.error(others),
        error_if_repaired=trial.error((*others, (fault, slipped))),
        slipped=slipped,
        also=tuple(sorted({f.code for f, _ in found} - {fault.code})),
        alternatives=tuple(s for _, s in found),
        beside={name: rule for _, other in others for name, rule in other.rules.items()},
    )


def _factor(trial: Trial, slipped: Slipped) -> float | None:
    """The factor as stated, or as it is found in the block that was returned."""
    if slipped.factor is not None:
        return slipped.factor
    name = {"dx.update": "dx", "dh.direct": "dh0"}.get(slipped.block, slipped.block)
    match = trial.matches[-1] if slipped.over_time else trial.short
    if name not in match.seen or name not in match.true:
        return None
    found = proportion(match.seen[name], match.true[name])
    return None if found == 1 else found


def _fitted(trial: Trial) -> list[GradientGuess]:
    """One guess for each kind of coefficient, where the fit explains all that is wrong."""
    wrong = trial.short.wrong()
    if not wrong:
        return _fitted_over_time(trial)
    fits = fit_step(trial.short, wrong)
    if not all(f.error <= trial.tolerance and f.coefficients for f in fits):
        return []
    slipped = fitted_slip(fits)
    repaired = trial.error(((faults()[0], slipped),))
    groups: dict[tuple[str, float], list[str]] = {}
    for name, c in ((n, c) for f in fits for n, c in f.coefficients.items()):
        groups.setdefault((_code(name, c), c), []).append(name)
    return [
        _of_fit(trial, code, {n: c for n in names}, repaired) for (code, c), names in sorted(groups.items())
    ]


def _code(name: str, c: float) -> str:
    """The fault that a coefficient of a path, or of a parameter block, speaks of."""
    if abs(c) < ROUNDING:
        return "GRU210"
    if c == -1:
        return "GRU211"
    return "GRU213" if c == 2 and "." in name else "GRU212"


def _of_fit(trial: Trial, code: str, coefficients: Mapping[str, float], repaired: float) -> GradientGuess:
    fault = coded(code)
    return GradientGuess(
        code=code,
        name=fault.name,
        severity=fault.severity,
        block=next(iter(coefficients)),
        factor=next(iter(coefficients.values())),
        error=trial.error(),
        error_if_repaired=repaired if repaired <= trial.tolerance else None,
        coefficients=coefficients,
    )


def _fitted_over_time(trial: Trial) -> list[GradientGuess]:
    """Right for one step: which steps count, and how often, in each block."""
    if trial.long is None:
        return []
    fits = fit_time(trial.long, trial.long.wrong())
    good = [f for f in fits if f.error <= trial.tolerance and f.coefficients]
    if len(good) < len(fits):
        return []
    return [_of_time(trial, good)]


def _of_time(trial: Trial, fits: list[Fitted]) -> GradientGuess:
    first = fits[0]
    values = set(first.coefficients.values())
    same = len(values) == 1 and len(first.coefficients) in (1, trial.truth.long.steps)
    scaled = same and (len(first.coefficients) > 1 or "whole" in first.coefficients) and 0 not in values
    code = "GRU212" if scaled else "GRU216"
    named = {f"{f.quantity}, {part}": c for f in fits for part, c in f.coefficients.items()}
    guess = _of_fit(trial, code, named, 0.0)
    return _at(guess, first.quantity, values.pop() if scaled else None, max(f.error for f in fits))


def _at(guess: GradientGuess, block: str, factor: float | None, repaired: float) -> GradientGuess:
    return replace(guess, block=block, factor=factor, error_if_repaired=repaired)


def _unexplained(trial: Trial) -> GradientGuess:
    """GRU201 at the first wrong block of one step; GRU216 where one step is right."""
    wrong = trial.short.wrong()
    code = "GRU201" if wrong else "GRU216"
    if not wrong and trial.long is not None:
        wrong = trial.long.wrong()
    fault = coded(code)
    return GradientGuess(code, fault.name, fault.severity, wrong[0], None, trial.error(), None)
