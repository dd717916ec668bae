"""A backward pass under a forward pass that is wrong: whether it needs a repair of its own.

The published backward pass is taken at the values that the wrong forward pass has left in the cache. A
backward that gives its numbers is right as soon as the forward is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from gru_doctor.checks.gradient import Trial, spread, state_of, trial
from gru_doctor.closeness import gap, gradient_tolerance
from gru_doctor.diagnosis.backward import located, seen
from gru_doctor.diagnosis.gradient_trial import of_step
from gru_doctor.diagnosis.gradients import GradientGuess, slips
from gru_doctor.diagnosis.place import Place
from gru_doctor.equations.backward import RULES, Reverse, Rule
from gru_doctor.equations.gru import Step
from gru_doctor.explained import Explained
from gru_doctor.fault import Fault, Slipped
from gru_doctor.records import Array, Convention, Evidence, Finding, Options, Proof
from gru_doctor.subject import Subject

REPAIRED = "Your backward pass is that of the repaired forward: it needs no change"
KERNELS = {f"{kernel}_{gate}" for kernel in "WU" for gate in "zrn"}
OWN = "Your backward pass fits the forward as it stands: change it together with the forward"


def beside(
    subject: Subject, explained: Explained, found: list[Finding], gradient: Evidence, options: Options
) -> list[Finding]:
    """The findings of the cell, the first of which says what becomes of the backward pass written by hand;
    and, where that fits neither forward, a finding of its own."""
    faulty = bool(found) and found[0].severity == "error" and explained.explained and bool(explained.named)
    if not faulty or subject.card.gradient != "backward" or gradient.status == "skipped":
        return found
    if not explained.identity.reading.places.keys() >= KERNELS:
        return found  # what the forward never reads has no published gradient
    made = trial(subject, options, 1)
    if made.given.complaint:
        return found
    limit = gradient_tolerance(subject.card.dtype)
    steps = [Backstep(explained, made, c) for c in _conventions(explained.identity.convention)]
    if any(step.agrees(RULES, limit) for step in steps):
        return [_told(found[0], REPAIRED), *found[1:]]
    if gradient.status == "pass":
        return [_told(found[0], OWN), *found[1:]]
    return [*found, _second(subject, steps)]


def _conventions(convention: Convention) -> list[Convention]:
    """Both places of the reset, where the fault has made it invisible."""
    if convention.reset is not None:
        return [convention]
    return [replace(convention, reset="before"), replace(convention, reset="after")]


def _told(finding: Finding, told: str) -> Finding:
    return replace(finding, message=f"{finding.message}. {told}")


@dataclass(frozen=True)
class Backstep:
    """One step of the user's, and the published backward pass at its own values."""

    explained: Explained
    made: Trial
    convention: Convention

    def agrees(self, rules: Mapping[str, Rule], limit: float) -> bool:
        """Whether the backward pass by these rules gives all that was returned; what the published one
        does not give is looked at first."""
        reverse = self._reverse(rules)
        return all(gap(self._given[name], of_step(reverse, name)) <= limit for name in self._doubtful)

    def error(self, rules: Mapping[str, Rule]) -> float:
        """The largest gap of all that was returned."""
        reverse = self._reverse(rules)
        return max((gap(a, of_step(reverse, name)) for name, a in self._given.items()), default=0.0)

    @cached_property
    def _given(self) -> dict[str, Array]:
        return seen(self.explained.identity, self.made).quantities

    @cached_property
    def _doubtful(self) -> list[str]:
        reverse = self._reverse(RULES)
        return sorted(self._given, key=lambda n: -gap(self._given[n], of_step(reverse, n)))

    @cached_property
    def _step(self) -> Step:
        blocks = self.explained.identity.reading.blocks(self.made.weights)
        start = state_of(self.made)
        return Step(blocks, self.made.call.xs[0], start, self.convention, self.explained.equations)

    def _reverse(self, rules: Mapping[str, Rule]) -> Reverse:
        return Reverse(self._step, spread(self.made)[0], rules)


def _second(subject: Subject, steps: Sequence[Backstep]) -> Finding:
    """What is wrong with the backward pass besides: the slip that gives its numbers, if one does."""
    found = ((step, named) for step in steps if (named := _slip(step, slips())) is not None)
    step, named = next(found, (steps[0], None))
    off = step.error(RULES)
    if named is None:
        return Finding(
            "GRU201", "gradient-wrong", "error", "gradient",
            "the backward pass fits neither the forward as it stands nor the repaired one",
            evidence=Proof(off),
        )  # fmt: skip
    fault, slipped = named
    spot = _place(subject, step, fault, slipped)
    return Finding(
        fault.code, fault.name, "error", "gradient",
        f"the backward pass is wrong besides, for the repaired forward too: it has {slipped.yours}",
        expected=slipped.reference, actual=spot.statement if spot else slipped.yours,
        span=spot.span if spot else None, source=spot.source if spot else (),
        remedy=f"make it {slipped.reference}",
        block=slipped.block, factor=slipped.factor,
        evidence=Proof(off, step.error({**RULES, **slipped.rules})),
    )  # fmt: skip


def _place(subject: Subject, step: Backstep, fault: Fault, slipped: Slipped) -> Place | None:
    """Where the slip stands in the user's backward."""
    code, name, severity = fault.code, fault.name, fault.severity
    guess = GradientGuess(code, name, severity, slipped.block, slipped.factor, 1.0, 0.0, slipped)
    identity = replace(step.explained.identity, convention=step.convention)
    spot = located(subject, identity, step.made, guess, step.explained.equations)
    return spot.place if spot else None


def _slip(step: Backstep, known: Sequence[tuple[Fault, Slipped]]) -> tuple[Fault, Slipped] | None:
    tried = ((fault, s) for fault, s in known if s.rules and not s.over_time)
    return next(((f, s) for f, s in tried if step.agrees({**RULES, **s.rules}, 1e-10)), None)
