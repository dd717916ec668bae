from __future__ import annotations

import numpy as np
import pytest

from gru_doctor.checks.maps import FINEST, error_maps, flow
from gru_doctor.subject import Gradient


def gradient(xs=None, **weights):
    return Gradient(xs, None, weights)


def test_the_entry_that_is_off_shows_and_no_other():
    right = np.array([[1.0, -4.0], [2.0, 3.0]])
    seen = right.copy()
    seen[1, 0] = 1.0
    assert error_maps(gradient(U=seen), gradient(U=right)) == {"U": ((0.0, 0.0), (0.25, 0.0))}


def test_a_vector_is_one_row_and_a_missing_gradient_is_missing_whole():
    assert error_maps(gradient(), gradient(b=np.array([2.0, -2.0]))) == {"b": ((1.0, 1.0),)}


def test_nan_is_as_wrong_as_can_be():
    seen, right = np.array([np.nan, 1.0]), np.array([1.0, 1.0])
    assert error_maps(gradient(b=seen), gradient(b=right))["b"][0][0] == float("inf")


@pytest.mark.filterwarnings("error")
def test_what_is_infinite_is_drawn_without_a_word():
    seen, right = np.array([np.inf, 1.0]), np.array([np.inf, 1.0])
    assert error_maps(gradient(b=seen), gradient(b=right))["b"][0][0] == float("inf")


def test_another_shape_has_no_map():
    assert error_maps(gradient(b=np.ones(3)), gradient(b=np.ones(2))) == {}


def test_many_entries_are_tiled_and_the_worst_of_a_tile_stays():
    right = np.ones((3 * FINEST, 5))
    seen = right.copy()
    seen[100, 2] = 1.5
    (rows,) = error_maps(gradient(U=seen), gradient(U=right)).values()
    assert (len(rows), len(rows[0])) == (FINEST, 5)
    assert max(map(max, rows)) == rows[100 // 3][2] == 0.5 / 1.5


def test_the_flow_is_the_size_at_each_step():
    xs = np.zeros((2, 1, 2))
    xs[1, 0] = [3.0, 4.0]
    assert flow(gradient(xs), gradient(2 * xs)) == {"yours": (0.0, 5.0), "reference": (0.0, 10.0)}
    assert flow(gradient(), None) == {}
