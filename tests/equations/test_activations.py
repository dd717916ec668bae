"""The activations: values that are known, derivatives by complex step, and no overflow."""

from __future__ import annotations

import warnings

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gru_doctor.equations.activations import CANDIDATE_ACTIVATIONS, GATE_ACTIVATIONS, sigmoid

ALL = [
    pytest.param(activation, id=f"{kind}-{name}")
    for kind, table in {"gate": GATE_ACTIVATIONS, "candidate": CANDIDATE_ACTIVATIONS}.items()
    for name, activation in table.items()
]
GATES = [pytest.param(activation, id=name) for name, activation in GATE_ACTIVATIONS.items()]
KINKS = np.array([-3.0, -2.5, 0.0, 2.5, 3.0])


@pytest.mark.parametrize("activation", ALL)
@given(a=st.floats(-6, 6))
def test_the_derivative_is_the_derivative(activation, a):
    if np.abs(a - KINKS).min() < 1e-6:
        return
    x = np.array([a])
    true = activation.f(x + 1e-30j).imag / 1e-30
    found = activation.df(x, activation.f(x)) * np.ones(1)
    assert found == pytest.approx(true, rel=1e-12, abs=1e-15)


@pytest.mark.parametrize("activation", GATES)
@given(a=st.floats(-1e6, 1e6))
def test_a_gate_is_a_gate(activation, a):
    x = np.array([a])
    y = activation.f(x)
    assert 0 <= y <= 1
    assert activation.f(-x) == pytest.approx(1 - y, abs=1e-15)
    assert activation.f(np.zeros(1)) == 0.5


@pytest.mark.parametrize("activation", ALL)
def test_large_numbers_neither_warn_nor_overflow(activation):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        y = activation.f(np.array([-1e4, 1e4]))
        slope = activation.df(np.array([-1e4, 1e4]), y)
    assert np.isfinite(y).all() and np.isfinite(slope).all()


def test_known_values():
    at = np.array([-3.0, 1.0, 3.0])
    assert GATE_ACTIVATIONS["hard_sigmoid"].f(at) == pytest.approx([0, 0.7, 1], abs=1e-16)
    assert GATE_ACTIVATIONS["hard_sigmoid_6"].f(at) == pytest.approx([0, 2 / 3, 1], abs=2e-16)
    steep = 1 / (1 + np.exp(-3.75 * at))
    assert GATE_ACTIVATIONS["steep_sigmoid"].f(at) == pytest.approx(steep, rel=1e-15)
    assert CANDIDATE_ACTIVATIONS["relu"].f(at) == pytest.approx([0, 1, 3])
    assert CANDIDATE_ACTIVATIONS["identity"].f(at) == pytest.approx(at)


@given(a=st.floats(-700, 700))
def test_sigmoid_keeps_its_small_values(a):
    x = np.array([a])
    assert sigmoid(x) == pytest.approx(1 / (1 + np.exp(-x)), rel=1e-15)


def test_sigmoid_of_complex_numbers_continues_the_real_one():
    a = np.linspace(-5, 5, 11)
    assert sigmoid(a + 0j).real == pytest.approx(sigmoid(a), rel=1e-15)
