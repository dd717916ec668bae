"""Hypotheses about a backward pass, and their comparison with the gradients that a user's code gave."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property, partial

import numpy as np

from gru_doctor.closeness import gap
from gru_doctor.equations.backward import DH_PATHS, DX_PATHS, RULES, Reverse, Rule
from gru_doctor.equations.bptt import SequenceGradient
from gru_doctor.equations.chain import Chain, OverTime, through
from gru_doctor.equations.gru import Step
from gru_doctor.fault import Fault, Slipped
from gru_doctor.records import Array, Arrays

TOLERANCE = 1e-10
NOISE = 1e-14
"""What cancels to nothing leaves about this much of the true gradient."""


@dataclass(frozen=True)
class Seen:
    """What the user's backward returned for one run: dx (T, B, D), dh0 (B, H), weights by block
    (W_z, c_n …). None, or a missing block, is a gradient it does not return, and is not compared."""

    dx: Array | None
    dh0: Array | None
    weights: Arrays

    @property
    def quantities(self) -> dict[str, Array]:
        """Everything that was returned, as dx, dh0, dW_z …"""
        ends = {"dx": self.dx, "dh0": self.dh0}
        given = {name: a for name, a in ends.items() if a is not None}
        return {**given, **{f"d{name}": a for name, a in self.weights.items()}}


@dataclass(frozen=True)
class Observed:
    """What was returned for one step (T = 1) and for several; None where these could not be run."""

    short: Seen
    long: Seen | None = None


@dataclass(frozen=True)
class Truth:
    """The inputs of the two runs."""

    short: Chain
    long: Chain


Hypothesis = tuple[tuple[Fault, Slipped], ...]
Made = Callable[[str], Array]
"""A gradient by name (dx, dh0, dW_z …), worked out when it is asked for."""


def predicted(chain: Chain, hypothesis: Hypothesis) -> dict[str, Array]:
    """The gradients under none, one or several faults at once, as dx, dh0, dW_z …"""
    over_time: OverTime = through
    for _, slipped in hypothesis:
        over_time = slipped.over_time or over_time
    return quantities(over_time(chain, merged(hypothesis, chain.rules)))


def merged(hypothesis: Hypothesis, right: Mapping[str, Rule] = RULES) -> dict[str, Rule]:
    """The right rules with those of every fault in their place."""
    rules = dict(right)
    for _, slipped in hypothesis:
        rules |= slipped.rules
    return rules


def quantities(gradient: SequenceGradient) -> dict[str, Array]:
    """The results of a backward pass by name."""
    weights = {f"d{name}": block for name, block in gradient.weights.items()}
    return {"dx": gradient.xs, "dh0": gradient.h0, **weights}


@dataclass(frozen=True)
class Effect:
    """The quantities that are wrong under a hypothesis, and those that it alters, by name."""

    wrong: frozenset[str]
    altered: frozenset[str]


@dataclass(frozen=True)
class Match:
    """One run beside predictions of it."""

    chain: Chain
    seen: Mapping[str, Array]
    tolerance: float

    @cached_property
    def true(self) -> dict[str, Array]:
        """The gradients of the published equations."""
        return predicted(self.chain, ())

    @cached_property
    def names(self) -> tuple[str, ...]:
        """What can be compared, in order of data flow."""
        return tuple(sorted(set(self.seen) & set(self.true), key=_flow))

    @cached_property
    def _sizes(self) -> dict[str, float]:
        return {name: float(np.abs(a).max(initial=0.0)) for name, a in self.true.items()}

    @cached_property
    def _step(self) -> Step:
        c = self.chain
        return Step(c.weights, c.xs[0], c.h0, c.convention, c.equations)

    def _local(self, hypothesis: Hypothesis) -> bool:
        """Whether it is about one step, in which each gradient costs no more than its own rules."""
        cut = any(slipped.over_time for _, slipped in hypothesis)
        return not cut and self.chain.steps == 1 and self.chain.mask is None

    def made(self, hypothesis: Hypothesis) -> Made:
        """The prediction."""
        if not self._local(hypothesis):
            return predicted(self.chain, hypothesis).__getitem__
        rules = merged(hypothesis, self.chain.rules)
        return partial(of_step, Reverse(self._step, self.chain.cotangents[0], rules))

    @cached_property
    def _behind(self) -> dict[str, frozenset[str]]:
        """The rules behind each gradient of one step."""
        found = {}
        for name in self.names:
            reverse = Reverse(self._step, self.chain.cotangents[0], self.chain.rules)
            of_step(reverse, name)
            found[name] = reverse.asked
        return found

    def _within_reach(self, hypothesis: Hypothesis) -> tuple[str, ...]:
        """The quantities behind which some rule is replaced; the others stay as they are."""
        if not self._local(hypothesis):
            return self.names
        replaced = {rule for _, slipped in hypothesis for rule in slipped.rules}
        return tuple(n for n in self.names if self._behind[n] & replaced)

    @cached_property
    def _amiss(self) -> frozenset[str]:
        """What the published equations do not reproduce."""
        return frozenset(n for n in self.names if not self.gap(n, self.true[n]) <= self.tolerance)

    def wrong(self, hypothesis: Hypothesis = ()) -> tuple[str, ...]:
        """The quantities that the prediction does not reproduce, in order of data flow."""
        found = self.effect(hypothesis).wrong
        return tuple(n for n in self.names if n in found)

    def effect(self, hypothesis: Hypothesis) -> Effect:
        """What is wrong under a hypothesis, and what it alters."""
        reach, made = self._within_reach(hypothesis), self.made(hypothesis)
        wrong = frozenset(n for n in reach if not self.gap(n, made(n)) <= self.tolerance)
        altered = frozenset(n for n in reach if not self._true(n, made(n)))
        return Effect(wrong | (self._amiss - set(reach)), altered)

    def _true(self, name: str, made: Array) -> bool:
        true = self.true[name]
        return made.shape == true.shape and bool(np.all(np.abs(made - true) <= NOISE * self._sizes[name]))

    def agrees(self, hypothesis: Hypothesis = ()) -> bool:
        """Whether nothing is wrong; the first wrong quantity ends the comparison."""
        reach = self._within_reach(hypothesis)
        if not self._amiss <= set(reach):
            return False
        made = self.made(hypothesis)
        doubtful = sorted(reach, key=lambda name: name not in self._amiss)
        return all(self.gap(n, made(n)) <= self.tolerance for n in doubtful)

    def gap(self, name: str, made: Array) -> float:
        """The gap of one quantity; noise about zero is held against the size of the true one."""
        seen = np.asarray(self.seen[name])
        if seen.shape == made.shape:
            off = float(np.abs(seen - made).max(initial=0.0))  # NaN stays NaN, and is not close
            if off <= NOISE * self._sizes[name]:
                return 0.0
        found = gap(seen, made)
        return found if np.isfinite(found) else float("inf")


def of_step(reverse: Reverse, name: str) -> Array:
    """A gradient of one step by name, worked out from no more than its own rules."""
    if name == "dx":
        total: Array = sum((reverse[path] for path in DX_PATHS), np.zeros_like(reverse.step.x))
        return total[None]
    if name == "dh0":
        return sum((reverse[path] for path in DH_PATHS), np.zeros_like(reverse.dout))
    return reverse[name]


@dataclass(frozen=True)
class Trial:
    """Both runs: what every hypothesis has to reproduce."""

    observed: Observed
    truth: Truth
    tolerance: float = TOLERANCE

    @cached_property
    def short(self) -> Match:
        """The run of one step."""
        return Match(self.truth.short, self.observed.short.quantities, self.tolerance)

    @cached_property
    def long(self) -> Match | None:
        """The run of several steps."""
        if self.observed.long is None:
            return None
        return Match(self.truth.long, self.observed.long.quantities, self.tolerance)

    @property
    def matches(self) -> tuple[Match, ...]:
        """The runs there are, the short one first."""
        return (self.short,) if self.long is None else (self.short, self.long)

    def reproduces(self, hypothesis: Hypothesis) -> bool:
        """Whether a hypothesis gives every gradient that was returned."""
        try:
            return all(match.agrees(hypothesis) for match in self.matches)
        except RecursionError:  # two slips that read each other
            return False

    def error(self, hypothesis: Hypothesis = ()) -> float:
        """The largest gap over both runs."""
        made = [(match, match.made(hypothesis)) for match in self.matches]
        return max((m.gap(n, get(n)) for m, get in made for n in m.names), default=0.0)


def _flow(name: str) -> tuple[int, str]:
    """The candidate is behind the reset gate in the backward pass; dx and dh0 gather the rest."""
    order = {"n": 0, "r": 1, "z": 2}
    return (3 if name in ("dx", "dh0") else order[name[-1]], name)
