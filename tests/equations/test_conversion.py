"""Converted weights give the same states under the other convention."""

from __future__ import annotations

from dataclasses import replace

import pytest

from gru_doctor.equations.conversion import negated, stretch, stretched, summed
from gru_doctor.equations.unroll import unroll
from gru_doctor.records import Convention


def states(drawn, blocks, convention):
    return unroll(blocks, drawn.xs, drawn.h0, convention)


@pytest.mark.parametrize("reset", ["before", "after"])
@pytest.mark.parametrize("gate", ["sigmoid", "hard_sigmoid", "hard_sigmoid_6", "steep_sigmoid"])
def test_negated_update_weights_change_the_polarity(draw, gap, reset, gate):
    keeps = Convention(None, "keeps", reset, "2", gate)
    drawn = draw(keeps)
    writes = replace(keeps, update="writes")
    own = states(drawn, drawn.weights, keeps)
    assert gap(states(drawn, negated(drawn.weights), writes), own) < 1e-15
    assert gap(states(drawn, drawn.weights, writes), own) > 0.1


def test_two_biases_are_one_sum_with_reset_before(draw, gap):
    c = Convention(None, "keeps", "before", "2")
    drawn = draw(c)
    one = summed("zrn")(drawn.weights)
    assert {name for name in one if name[0] in "bc"} == {"b_z", "b_r", "b_n"}
    assert gap(states(drawn, one, c), states(drawn, drawn.weights, c)) < 1e-15


def test_with_reset_after_only_the_gates_can_be_summed(draw, gap):
    c = Convention(None, "keeps", "after", "2")
    drawn = draw(c)
    own = states(drawn, drawn.weights, c)
    assert gap(states(drawn, summed("zr")(drawn.weights), c), own) < 1e-15
    assert gap(states(drawn, summed("zrn")(drawn.weights), c), own) > 1e-3


@pytest.mark.parametrize(
    ("yours", "theirs"), [("steep_sigmoid", "sigmoid"), ("hard_sigmoid", "hard_sigmoid_6")]
)
def test_a_steeper_gate_is_larger_weights(draw, gap, yours, theirs):
    c = Convention(None, "keeps", "before", "1", yours)
    drawn = draw(c)
    longer = stretched(stretch(yours, theirs))(drawn.weights)
    own = states(drawn, drawn.weights, c)
    assert gap(states(drawn, longer, replace(c, gate_activation=theirs)), own) < 1e-14


def test_no_factor_makes_a_sigmoid_hard():
    assert stretch("sigmoid", "hard_sigmoid") is None
