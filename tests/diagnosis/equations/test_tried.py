"""What alterations give is shared between conventions: the laws that allow it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from gru_doctor.checks.probe import probed
from gru_doctor.diagnosis.equations.naming import applicable
from gru_doctor.diagnosis.equations.tried import Bench, Gates, Rows
from gru_doctor.equations.gru import EQUATIONS
from gru_doctor.records import Convention, Options
from tests.reference import reference

GIVEN = Convention(biases="2")


def bench():
    subject = reference(GIVEN)
    return Bench(subject.arrays.reading, probed(subject, Options(), np.random.default_rng(0)), 1e-12)


def made(convention, equation):
    on, gates = bench(), {k: np.full((2, 7), v) for k, v in (("z", 0.3), ("r", 0.6), ("n", -0.2))}
    return Rows(on, convention, gates).made(equation)


def same(one, other):
    return (one is None) == (other is None) and (one is None or np.array_equal(one[0], other[0]))


def test_no_gate_knows_what_the_blend_makes_of_it():
    for _, altered in applicable(GIVEN):
        for gate, equation in altered.equations.items():
            if gate != "blend":
                assert same(made(GIVEN, equation), made(replace(GIVEN, update="writes"), equation))


def test_update_and_reset_do_not_know_where_the_reset_acts():
    for _, altered in applicable(GIVEN):
        for gate, equation in altered.equations.items():
            if gate in ("update", "reset"):
                assert same(made(GIVEN, equation), made(replace(GIVEN, reset="after"), equation))


@pytest.mark.parametrize("update", ["keeps", "writes"])
def test_the_gates_that_can_stand_are_those_of_either_polarity(update):
    def gates(polarity):
        chosen = applicable(replace(GIVEN, update=polarity))
        return [a for _, a in chosen if "blend" not in a.equations]

    assert gates(update) == gates("keeps")


def test_rows_side_by_side_give_what_each_gives_alone():
    gates = Gates(bench(), GIVEN, applicable(GIVEN))
    step = Rows(gates.bench, GIVEN, gates.right)
    led = gates.led
    for k in range(0, len(gates.reset.choices), 11):
        step.gates = gates.right | {"r": led["r"][k]}
        assert np.allclose(step.made(EQUATIONS["candidate"])[0], led["n"][k], rtol=1e-13)
