"""A state machine for recurrent objects: any order of moves, each compared with the reference.

What a stateful layer remembers between its calls shows only in what the next call returns: so the
model keeps the state that the reference would have, and every move asks for numbers.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any, cast

import numpy as np
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from gru_doctor.checks.trust import whole
from gru_doctor.closeness import apart, gradient_tolerance, rounding
from gru_doctor.equations.bptt import SequenceGradient, unroll_backward
from gru_doctor.errors import NotExamined
from gru_doctor.records import Array
from gru_doctor.strategies import sequences, states, trials
from gru_doctor.subject import Gradient
from gru_doctor.trials import Cell, Trial

SMOOTH = ("sigmoid", "steep_sigmoid", "tanh")
SETTINGS = settings(deadline=None, suppress_health_check=(HealthCheck.too_slow, HealthCheck.data_too_large))


class Moves(RuleBasedStateMachine):
    """The moves; `machine` gives it the cell."""

    cell: Cell
    trial: Trial
    state: Array | None = None  # that the reference would have now; None for its default
    fresh = True

    @initialize(data=st.data())
    def draws_weights(self, data: Any) -> None:
        """Weights and a batch size for the whole run."""
        self.trial = replace(data.draw(trials(self.cell)), h0=None, mask=None)
        self.cell.subject.assign(self.trial.weights)
        self.state, self.fresh = None, True

    @property
    def batch(self) -> int:
        """How many samples there are."""
        return int(self.trial.xs.shape[1])

    @rule(data=st.data())
    def step(self, data: Any) -> None:
        """One more step."""
        self._move(data.draw(sequences(1, self.batch, self.cell.subject.card.input_size)))

    @rule(data=st.data(), steps=st.integers(2, 4))
    def run(self, data: Any, steps: int) -> None:
        """A whole sequence."""
        self._move(data.draw(sequences(steps, self.batch, self.cell.subject.card.input_size)))

    @rule()
    def reset(self) -> None:
        """Back to how it was built."""
        self.state, self.fresh = None, True

    @precondition(lambda self: self.cell.subject.card.takes_state)
    @rule(data=st.data())
    def set_state(self, data: Any) -> None:
        """The next move starts from a state that is passed."""
        h0 = data.draw(states(self.batch, self.cell.subject.card.hidden_size))
        self._move(self.trial.xs, h0)

    @precondition(lambda self: differentiable(self.cell))
    @rule(data=st.data())
    def backward(self, data: Any) -> None:
        """A gradient, compared entry by entry; what comes after it starts anew."""
        card = self.cell.subject.card
        cotangent = data.draw(sequences(len(self.trial.xs), self.batch, card.hidden_size, 1.0))
        given = self._gradient(cotangent if card.returns_sequence else cotangent[-1])
        if not card.returns_sequence:
            cotangent[:-1] = 0.0
        wrong = differing(self.cell, given, self._expected(cotangent), self.trial)
        assert not wrong, f"backward: {', '.join(wrong)} differ from the reference"
        self.reset()

    def _gradient(self, cotangent: Array) -> Gradient:
        h0 = self._zeros() if self.cell.subject.card.takes_state else None
        return self.cell.subject.gradient(replace(self.trial, h0=h0).call, cotangent)

    def _expected(self, cotangent: Array) -> SequenceGradient:
        identity = self.cell.identity
        assert identity is not None
        blocks = identity.reading.blocks(self.trial.weights)
        return unroll_backward(blocks, self.trial.xs, self._zeros(), identity.convention, cotangent)

    def _zeros(self) -> Array:
        return np.zeros((self.batch, self.cell.subject.card.hidden_size))

    def _move(self, xs: Array, h0: Array | None = None) -> None:
        """A call, and what it must return. What keeps no state is handed its own last one."""
        takes_state = self.cell.subject.card.takes_state
        if h0 is None and takes_state and not self.cell.stateful:
            h0 = self._zeros() if self.state is None else self.state
        start = h0 if h0 is not None or not self.cell.stateful else self.state
        trial = replace(self.trial, xs=xs, h0=start)
        expected = self.cell.expected(trial)
        call = replace(trial.call, h0=h0, carried=not self.fresh)
        found = self.cell.subject.run(call)
        assert expected is not None
        self.state, self.fresh = expected.last, False
        right = expected.outputs if found.outputs is not None else expected.last
        error = apart(whole(found), right, trial.size)
        assert error <= rounding(self.cell.subject.card.dtype), f"off by {error:.2g} from the reference"


def differentiable(cell: Cell) -> bool:
    """Whether it has a gradient, and equations without kinks to compare it with."""
    if cell.subject.card.gradient is None or cell.identity is None:
        return False
    convention = cell.identity.convention
    used = convention.gate_activation, convention.candidate_activation
    return convention.variant is None and all(a in SMOOTH for a in used)


def differing(cell: Cell, given: Gradient, right: SequenceGradient, trial: Trial) -> list[str]:
    """The arrays of a gradient that are not the reference's; what the code does not give is passed over."""
    assert cell.identity is not None
    weights = cell.identity.reading.gradients(right.weights, trial.weights)
    pairs = {"xs": (given.xs, right.xs), "h0": (given.h0, right.h0)}
    pairs |= {n: (given.weights.get(n), a) for n, a in weights.items() if n not in cell.unread}
    limit = gradient_tolerance(cell.subject.card.dtype)
    return [n for n, (a, b) in pairs.items() if a is not None and apart(a, b, trial.size) > limit]


def machine(cell: Cell) -> type[Moves]:
    """The machine of one object; raises NotExamined for what has no reference."""
    if cell.identity is None:
        raise NotExamined(f"{cell.subject.card.name} has no reference to be compared with", "use the laws")
    made: Any = type(f"Moves of {cell.subject.card.name}", (Moves,), {"cell": cell})
    made.TestCase.settings = SETTINGS
    return cast("type[Moves]", made)
