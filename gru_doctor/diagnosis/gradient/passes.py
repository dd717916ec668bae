"""A backward pass run for one step and for several, beside what the reference makes of the same forward."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np

from gru_doctor.checks.pulled import Trial, returned, spread, state_of, trial
from gru_doctor.closeness import gap, gradient_tolerance, rounding
from gru_doctor.diagnosis.gradient import gradient_trial
from gru_doctor.diagnosis.gradient.gradient_trial import Observed, Seen, Truth
from gru_doctor.diagnosis.gradient.gradients import GradientGuess, name_alone, name_gradient, name_together
from gru_doctor.equations.backward import RULES, Rule
from gru_doctor.equations.chain import Chain, through
from gru_doctor.equations.gru import EQUATIONS, Equation
from gru_doctor.equations.reading import Identity
from gru_doctor.records import Array, Options
from gru_doctor.subject import Gradient, Subject

MORE = 2


def one_step(subject: Subject, options: Options) -> Trial:
    """A trial of one step, on more samples than one of several steps: what is 1/B in both is not 1/2."""
    return trial(subject, replace(options, batch=options.batch + MORE), 1)


@dataclass(frozen=True)
class Passes:
    """The trials of one step and, where that makes sense, of several; `equations` are those of the user's
    forward, at whose values the backward pass is taken that `rules` make."""

    subject: Subject
    identity: Identity
    short: Trial
    long: Trial | None
    equations: Mapping[str, Equation] = field(default_factory=lambda: EQUATIONS)
    rules: Mapping[str, Rule] = field(default_factory=lambda: RULES)

    @cached_property
    def observed(self) -> Observed:
        """What came back, by block of the equations."""
        long = None if self.long is None else seen(self.identity, self.long)
        return Observed(seen(self.identity, self.short), long)

    @cached_property
    def truth(self) -> Truth:
        """The same runs as the reference sees them."""
        return Truth(self._chain(self.short), self._chain(self.long or self.short))

    @cached_property
    def right(self) -> Gradient:
        """What should have come back for one step, in the user's arrays."""
        return self.due(self.rules)

    def due(self, rules: Mapping[str, Rule]) -> Gradient:
        """What a pass by these rules gives for one step, in the user's arrays."""
        g = through(self.truth.short, rules)
        return Gradient(g.xs, g.h0, self.identity.reading.gradients(g.weights, self.short.weights))

    @property
    def tolerance(self) -> float:
        """How near the user's dtype lets a gradient come."""
        return gradient_tolerance(self.subject.card.dtype)

    def is_its_forward(self) -> bool:
        """Whether these equations give the state after one step."""
        yours = returned(self.subject.run(self.short.call), self.short.cotangent)
        theirs = self.truth.short.before[-1]
        return gap(yours[-1] if yours.ndim == 3 else yours, theirs) <= rounding(self.subject.card.dtype)

    @cached_property
    def trial(self) -> gradient_trial.Trial:
        """What every hypothesis about the backward pass has to reproduce."""
        return gradient_trial.Trial(self.observed, self.truth, self.tolerance)

    def agrees(self) -> bool:
        """Whether the published backward pass gives all that came back."""
        return self.trial.reproduces(())

    def alone(self) -> list[GradientGuess]:
        """The one fault that gives what came back, if one does."""
        return name_alone(self.trial)

    def together(self) -> list[GradientGuess]:
        """What there is to say where none does."""
        return name_together(self.trial)

    def guesses(self) -> list[GradientGuess]:
        """The faults that give what came back; empty where nothing is wrong."""
        return name_gradient(self.observed, self.truth, self.tolerance)

    def _chain(self, made: Trial) -> Chain:
        blocks, start = self.identity.reading.blocks(made.weights), state_of(made)
        convention = self.identity.convention
        c = Chain(blocks, convention, made.call.xs, start, spread(made), equations=self.equations)
        return replace(c, rules=self.rules)


def seen(identity: Identity, made: Trial) -> Seen:
    """A trial's gradients by block of the equations."""
    given = made.given.weights
    whole = {b: p for b, p in identity.reading.places.items() if p.parameter in given}
    blocks = {b: np.asarray(given[p.parameter]).flat[p.indices] for b, p in whole.items()}
    for block, where in identity.reading.places.items():
        rows = by_sample(made, where.parameter)
        if rows is not None:
            blocks[block] = rows[:, where.indices]
    return Seen(made.given.xs, made.given.h0, blocks)


def by_sample(made: Trial, parameter: str) -> Array | None:
    """The gradient of a parameter as (B, its size), where a row for each sample was given in its place."""
    array, batch = made.given.misshapen.get(parameter), len(state_of(made))
    size = made.weights[parameter].size
    if array is None or array.size != batch * size:
        return None
    array = np.squeeze(array)
    if array.shape[0] != batch and array.shape[-1] == batch:
        array = np.moveaxis(array, -1, 0)
    return array.reshape(batch, size) if array.shape[0] == batch else None
