"""The state machine: silent on a right layer, and it fails on each move that can be wrong."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from gru_doctor.equations.backward import RULES
from gru_doctor.equations.layer import run
from gru_doctor.equations.reading import Identity
from gru_doctor.errors import NotExamined
from gru_doctor.machine import machine
from gru_doctor.records import Convention
from gru_doctor.reference import Arrangement, Reference
from gru_doctor.trials import Cell

FEW = settings(
    max_examples=12, stateful_step_count=8, deadline=None, derandomize=True, database=None,
    phases=(Phase.generate,),
)  # fmt: skip
SMALL = Arrangement(1, 2)


class Stateful(Reference):
    """Keeps its last state; `forgets` makes it start anew in the midst."""

    forgets = False
    kept = None

    def run(self, call):
        start = self.kept if call.carried and call.h0 is None and not self.forgets else call.h0
        found = super().run(replace(call, h0=start))
        self.kept = found.last
        return found


def cell_of(made: Reference, stateful: bool = False) -> Cell:
    return Cell(made, Identity(made.convention, made.arrays.reading, 0.0), stateful=stateful)


def play(cell: Cell) -> None:
    run_state_machine_as_test(machine(cell), settings=FEW)


def test_a_right_layer_passes_with_and_without_a_memory():
    play(cell_of(Reference(Convention(), SMALL, layer=run)))
    play(cell_of(Stateful(Convention(), SMALL, layer=run), stateful=True))


def test_a_layer_that_forgets_is_caught():
    made = Stateful(Convention(), SMALL, layer=run)
    made.forgets = True
    with pytest.raises(AssertionError, match="from the reference"):
        play(cell_of(made, stateful=True))


def test_a_wrong_backward_is_caught():
    rules = {**RULES, "dz": lambda b: -RULES["dz"](b)}
    with pytest.raises(AssertionError, match=r"backward: .* differ from the reference"):
        play(cell_of(Reference(Convention(), SMALL, rules=rules, layer=run)))


def test_what_has_no_reference_is_refused():
    with pytest.raises(NotExamined, match="no reference"):
        machine(Cell(Reference(Convention(), SMALL)))
