from __future__ import annotations

import numpy as np
import pytest

from gru_doctor.altering import altered, compared, dropped, preactivation, rescaled
from gru_doctor.equations.gru import EQUATIONS, Step
from gru_doctor.equations.parts import total
from gru_doctor.records import Convention


@pytest.fixture
def right():
    draw = np.random.default_rng(1).standard_normal
    shapes = {"W": (3, 5), "U": (5, 5), "b": (5,)}
    weights = {f"{kind}_{g}": draw(shape) for kind, shape in shapes.items() for g in "zrn"}
    return Step(weights, draw((2, 3)), draw((2, 5)), Convention())


def mistaken(right, fault):
    equations = {**EQUATIONS, **fault.equations}
    return Step(right.weights, right.x, right.h, right.convention, equations)


def test_pairs_leave_out_numbers_and_what_is_no_different(right):
    pairs = compared(
        (lambda s: 1.0, lambda s: s.h),
        (lambda s: s.h + 0.0, lambda s: s.h),
        (lambda s: 2 * s.h, lambda s: s.h),
    )(right, right)
    ((wrong, belongs),) = pairs
    np.testing.assert_array_equal(wrong, 2 * belongs)


def test_the_gate_is_replaced_and_the_healthy_text_stands_beside_it(right):
    fault = altered("update", "z = h", lambda s: s.h)
    assert fault.reference == "z = σ(x W_z + h U_z + b_z)"
    np.testing.assert_array_equal(mistaken(right, fault).z, right.h)


def test_a_wrong_preactivation_is_its_own_outermost_pair(right):
    fault = preactivation("n", "h", lambda s: s.h)
    assert fault.yours == "n = tanh(h)"
    step = mistaken(right, fault)
    np.testing.assert_array_equal(step.n, np.tanh(right.h))
    ((wrong, belongs),) = fault.pairs(step, right)
    np.testing.assert_array_equal(wrong, right.h)
    np.testing.assert_array_equal(belongs, total(right, "n"))


def test_a_dropped_term_stands_where_its_block_is_stored(right):
    fault = dropped("r", "Wb")
    assert (fault.yours, fault.silences) == ("r = σ(h U_r)", ("W_r", "b_r"))
    np.testing.assert_allclose(
        mistaken(right, fault).r, right.gate(right.h @ right.weights["U_r"]), atol=1e-14
    )
    assert fault.applies(Convention(biases="1")) and not fault.applies(Convention(biases="0"))


def test_a_rescaled_term_is_written_in_its_place(right):
    fault = rescaled("z", "U", -1.0, "−h U_z")
    assert fault.yours == "z = σ(x W_z − h U_z + b_z)"
    w = right.weights
    expected = right.gate(right.x @ w["W_z"] - right.h @ w["U_z"] + w["b_z"])
    np.testing.assert_allclose(mistaken(right, fault).z, expected, atol=1e-14)
