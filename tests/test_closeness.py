"""What close means: relative to the size of the thing, never absolute alone, never NaN."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from gru_doctor.closeness import beyond_doubt, gap, gradient_tolerance, rounding, same, slope, witnessed

NUMBERS = st.floats(-1e6, 1e6, allow_nan=False)
ARRAYS = arrays(np.float64, array_shapes(max_dims=3, max_side=4), elements=NUMBERS)


@given(ARRAYS)
def test_nothing_is_far_from_itself(a):
    assert gap(a, a) == 0.0 and same(a, a, "float64")


@given(ARRAYS, ARRAYS)
def test_the_gap_is_the_same_both_ways(a, b):
    assert gap(a, b) == gap(b, a)


@given(ARRAYS, st.floats(1e-3, 1e3))
def test_the_gap_does_not_depend_on_the_size_of_the_numbers(a, factor):
    b = a + 1.0
    assert gap(factor * a, factor * b) == pytest.approx(gap(a, b), rel=1e-9, abs=1e-12)


def test_a_small_thing_is_held_to_the_same_standard():
    tiny = np.full(4, 1e-6)
    assert gap(tiny, 0 * tiny) == 1.0
    assert gap(1e-200 * tiny, 0 * tiny) == 1.0


def test_more_entries_make_no_allowance():
    a = np.ones(100_000)
    b = a.copy()
    b[7] += 1e-3
    assert gap(a, b) == pytest.approx(1e-3, rel=1e-2)


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_what_is_not_finite_is_never_close(bad):
    a = np.array([1.0, bad])
    assert gap(a, a) == gap(a, np.ones(2)) == gap(np.ones(2), a) == np.inf
    assert not same(a, a, "float64")


def test_another_shape_is_never_close():
    assert gap(np.ones(3), np.ones((1, 3))) == np.inf


def test_nothing_against_nothing_and_zero_against_zero_is_no_gap():
    assert gap(np.ones((0, 3)), np.ones((0, 3))) == 0.0
    assert gap(0.0, 0.0) == 0.0


def test_tolerances_grow_as_precision_falls():
    for tolerance in (rounding, gradient_tolerance):
        found = [tolerance(dtype) for dtype in ("float64", "float32", "float16")]
        assert found == sorted(found) and len(set(found)) == 3
        assert tolerance("longdouble") == tolerance("float64")


@pytest.mark.parametrize(
    ("f", "expected"),
    [
        (lambda e: np.sin(1 + e), np.cos(1.0)),
        (lambda e: np.exp(3 * e), 3.0),
        (lambda e: 1e-6 * np.tanh(0.3 + e), 1e-6 / np.cosh(0.3) ** 2),
        (lambda e: 5.0, 0.0),
        (lambda e: np.clip(0.2 * (2.49 + e) + 0.5, 0, 1), 0.2),
    ],
)
def test_the_slope_is_the_derivative(f, expected):
    found = slope(lambda e: float(f(e)))
    size = max(abs(expected), 1e-6)
    assert abs(found.value - expected) / size < 1e-9
    assert found.noise / size < 1e-6


def test_the_slope_of_single_precision_is_told_with_its_noise():
    found = slope(lambda e: float(np.float32(np.sin(np.float32(1 + e)))), "float32")
    assert abs(found.value - np.cos(1.0)) < 1e-3
    assert 1e-9 < found.noise < 1e-2


def test_a_smooth_function_is_asked_six_times_and_one_with_a_kink_beside_more_often():
    for f, expected, most in ((np.tanh, 1.0, 6), (lambda e: max(e - 1e-3, 0.5 * (e - 1e-3)), 0.5, 40)):
        asked: list[float] = []

        def counted(e, f=f, asked=asked):
            asked.append(e)
            return float(f(e))

        found = slope(counted, enough=beyond_doubt("float64"))
        assert abs(found.value - expected) < 1e-8
        assert len(asked) <= most


@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_noise_beyond_doubt_leaves_the_tolerance_as_it_is(dtype):
    assert witnessed(beyond_doubt(dtype), dtype) == witnessed(0.0, dtype)
