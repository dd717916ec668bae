"""The models that are trained: the reference, the user's own code, and one lent to the other."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from math import prod

import numpy as np

from gru_doctor.checks.learning.training import Model, Pullback
from gru_doctor.equations.backward import backward
from gru_doctor.equations.gru import Step
from gru_doctor.equations.reading import Place, Reading
from gru_doctor.errors import CallTrouble, NotExamined
from gru_doctor.records import Array, Arrays, Convention
from gru_doctor.subject import Call, Run, Subject


@dataclass(frozen=True)
class Reference:
    """The published equations over time, on the arrays of a reading."""

    reading: Reading
    convention: Convention
    hidden_size: int

    def __call__(self, weights: Arrays, xs: Array) -> tuple[Array, Pullback]:
        """See Model."""
        blocks = self.reading.blocks(weights)
        h = np.zeros((xs.shape[1], self.hidden_size))
        steps = []
        for x in xs:
            steps.append(Step(blocks, x, h, self.convention))
            h = steps[-1].out
        return h, partial(self._pulled, weights, steps)

    def _pulled(self, weights: Arrays, steps: list[Step], dh: Array) -> Arrays:
        # Not equations.bptt: the steps are at hand, and it would evaluate each of them twice more.
        totals = {name: np.zeros_like(block) for name, block in steps[0].weights.items()}
        for step in reversed(steps):
            part = backward(step, dh)
            dh = part.dh_total
            for name, gradient in part.weights.items():
                totals[name] += gradient
        return self.reading.gradients(totals, weights)


@dataclass(frozen=True)
class Own:
    """The user's code: its own forward pass and its own gradient."""

    subject: Subject

    def __call__(self, weights: Arrays, xs: Array) -> tuple[Array, Pullback]:
        """See Model."""
        self.subject.assign(weights)
        call = asked(self.subject, xs)
        run = self.subject.run(call)
        return told(run, len(xs[0])), partial(self._pulled, call, run)

    def _pulled(self, call: Call, run: Run, dh: Array) -> Arrays:
        found = self.subject.gradient(call, self._cotangent(run, dh))
        if found.complaint:
            raise CallTrouble(f"its gradient: {found.complaint}")
        return found.weights

    def _cotangent(self, run: Run, dh: Array) -> Array:
        if run.outputs is None or self.subject.card.level == "cell":
            return dh
        whole = np.zeros((len(run.outputs), *dh.shape))
        whole[-1] = dh
        return whole


@dataclass(frozen=True)
class Lent:
    """The forward pass of one model, the gradient of another."""

    forward: Model
    gradient: Model

    def __call__(self, weights: Arrays, xs: Array) -> tuple[Array, Pullback]:
        """See Model."""
        return self.forward(weights, xs)[0], self.gradient(weights, xs)[1]


def asked(subject: Subject, xs: Array) -> Call:
    """The call for xs (T, B, D), from a state of zeros where the object takes one."""
    zeros = np.zeros((xs.shape[1], subject.card.hidden_size))
    return Call(xs, zeros if subject.card.takes_state else None)


def told(run: Run, batch: int) -> Array:
    """What an object hands on after the last step: its last output, or its final state (B, H)."""
    state = run.last if run.outputs is None else run.outputs[-1]
    if state is None:
        raise NotExamined("it returns no state")
    if state.ndim != 2 or len(state) != batch:
        raise NotExamined(f"it returns a state of shape {state.shape} for a batch of {batch}")
    return state


def by_row(subject: Subject, run: Run) -> bool:
    """Whether the object takes one sample at a time: one call returned less than the batch."""
    sequence = subject.card.level == "layer" and run.outputs is not None
    whole = run.outputs if sequence else run.last
    return whole is not None and 0 < prod(run.shape) < whole.size


def plain(input_size: int, hidden_size: int) -> Reading:
    """The reading of nine separate arrays named after their blocks."""
    shapes = {"W": (input_size, hidden_size), "U": (hidden_size, hidden_size), "b": (hidden_size,)}
    return Reading(
        {
            f"{kind}_{g}": Place(f"{kind}_{g}", np.arange(prod(shape)).reshape(shape))
            for kind, shape in shapes.items()
            for g in "zrn"
        }
    )
