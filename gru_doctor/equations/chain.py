"""The inputs of a backward pass over time as one record, and the ways to run part of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from gru_doctor.equations.backward import RULES, Rule
from gru_doctor.equations.bptt import SequenceGradient, unroll_backward
from gru_doctor.equations.gru import EQUATIONS, Equation
from gru_doctor.equations.unroll import unroll
from gru_doctor.records import Array, Arrays, Convention


@dataclass(frozen=True)
class Chain:
    """Of Σ cotangents ⊙ states: weights by block, xs (T, B, D), h0 (B, H), cotangents (T, B, H),
    mask (T, B) of 0 and 1 or None; `equations` are those of the forward whose values are read, `rules` those
    of the backward that is held to be right."""

    weights: Arrays
    convention: Convention
    xs: Array
    h0: Array
    cotangents: Array
    mask: Array | None = None
    equations: Mapping[str, Equation] = field(default_factory=lambda: EQUATIONS)
    rules: Mapping[str, Rule] = field(default_factory=lambda: RULES)

    @property
    def steps(self) -> int:
        """T"""
        return len(self.xs)

    @property
    def batch(self) -> int:
        """B"""
        return len(self.h0)

    @property
    def before(self) -> Array:
        """The state before each step and the last one, (T + 1, B, H)."""
        states = unroll(self.weights, self.xs, self.h0, self.convention, self.mask, self.equations)
        before: Array = np.concatenate([self.h0[None], states])
        return before

    def part(self, start: int, stop: int) -> Chain:
        """The steps start … stop − 1 alone, from the state that the whole chain has there."""
        return replace(
            self,
            xs=self.xs[start:stop],
            h0=self.before[start],
            cotangents=self.cotangents[start:stop],
            mask=None if self.mask is None else self.mask[start:stop],
        )

    def only(self, t: int) -> Chain:
        """The same chain with the cotangent of state t alone, (T, B, H) and zero elsewhere."""
        alone = np.zeros_like(self.cotangents)
        alone[t] = self.cotangents[t]
        return replace(self, cotangents=alone)


OverTime = Callable[[Chain, Mapping[str, Rule]], SequenceGradient]
"""A way to run the backward pass over time."""


def through(chain: Chain, rules: Mapping[str, Rule] | None = None) -> SequenceGradient:
    """The backward pass over the whole chain, by its own rules where none are given."""
    c = chain
    rules = c.rules if rules is None else rules
    return unroll_backward(c.weights, c.xs, c.h0, c.convention, c.cotangents, c.mask, rules, c.equations)


def windows(chain: Chain, bounds: list[tuple[int, int]], rules: Mapping[str, Rule]) -> SequenceGradient:
    """The sum over parts [start, stop) that pass no gradient on to each other."""
    whole = through(chain, rules)
    xs, h0 = np.zeros_like(whole.xs), np.zeros_like(whole.h0)
    weights = {name: np.zeros_like(block) for name, block in whole.weights.items()}
    for start, stop in bounds:
        part = through(chain.part(start, stop), rules)
        xs[start:stop] += part.xs
        weights = {name: block + part.weights[name] for name, block in weights.items()}
        h0 = h0 + part.h0 if start == 0 else h0
    return replace(whole, xs=xs, h0=h0, weights=weights)


def stepwise(
    chain: Chain, rules: Mapping[str, Rule], order: Iterable[int], share: float = 1.0
) -> SequenceGradient:
    """The steps in this order, each handing so many times its dh to the next in line."""
    parts: dict[int, SequenceGradient] = {}
    dh = np.zeros_like(chain.h0)
    for t in order:
        step = chain.part(t, t + 1)
        parts[t] = through(replace(step, cotangents=step.cotangents + share * dh), rules)
        dh = parts[t].h0
    weights = {name: sum((p.weights[name] for p in parts.values()), np.zeros(())) for name in chain.weights}
    xs = np.concatenate([parts[t].xs for t in sorted(parts)])
    return replace(through(chain, rules), xs=xs, h0=dh, weights=weights)


def handed(share: float, chain: Chain, rules: Mapping[str, Rule]) -> SequenceGradient:
    """So many times what each step hands to the one before"""
    return stepwise(chain, rules, reversed(range(chain.steps)), share)
