from __future__ import annotations

import numpy as np
import pytest

from gru_doctor.equations import parts
from gru_doctor.equations.gru import EQUATIONS, Step
from gru_doctor.records import Convention


@pytest.fixture
def step(draw, convention):
    drawn = draw(convention)
    return Step(drawn.weights, drawn.xs[0], drawn.h0, convention)


@pytest.mark.parametrize("g", "zrn")
def test_the_pieces_make_up_the_gate(g, step):
    summands = sum(parts.term(step, g, kind) for kind in "WUbc")
    np.testing.assert_allclose(summands, parts.total(step, g), atol=1e-14)
    made = parts.activate(step, g, parts.total(step, g))
    np.testing.assert_allclose(made, parts.value(step, g), atol=1e-14)


def test_the_recurrent_term_of_another_state(step):
    other = Step(step.weights, step.x, 2 * step.h, step.convention)
    doubled = parts.memory(step, "z", 2 * step.h)
    np.testing.assert_allclose(doubled, parts.memory(other, "z"), atol=1e-14)


def test_an_absent_block_is_gone_and_the_gates_stay_known(step):
    cut = parts.without(step, ("U_n", "W_z"))
    assert "W_z" not in cut.weights and "W_z" in step.weights
    np.testing.assert_array_equal(cut.z, step.z)
    assert np.abs(parts.reference(cut, "z") - step.z).max() > 1e-3


def test_the_reference_of_an_altered_step_is_the_published_gate(step):
    wrong = Step(step.weights, step.x, step.h, step.convention, {**EQUATIONS, "update": lambda s: s.h})
    np.testing.assert_array_equal(parts.reference(wrong, "z"), step.z)


def test_which_blocks_a_convention_stores(convention, step):
    known = {f"{kind}_{g}" for kind in "WUbc" for g in "zrn"}
    assert {block for block in known if parts.has(convention, block)} == set(step.weights)
    assert parts.has(Convention(biases=None), "c_r")
