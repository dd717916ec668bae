"""Whose GRU it is like."""

from __future__ import annotations

import pytest

from gru_doctor.diagnosis.closest import closest
from gru_doctor.equations.reading import Identity, Reading
from gru_doctor.records import Convention

UPDATE_FIRST = ("update", "reset", "candidate")
RESET_FIRST = ("reset", "update", "candidate")


def named(**fields):
    return closest(Identity(Convention(**fields), Reading({}), 0.0))


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"reset": "after", "biases": "2", "gate_order": RESET_FIRST}, "pytorch"),
        ({"reset": "after", "biases": "2"}, "pytorch"),
        ({"reset": "after", "biases": "2", "gate_order": UPDATE_FIRST}, "keras"),
        ({"gate_order": UPDATE_FIRST}, "keras-reset-before"),
        ({"gate_order": RESET_FIRST}, "tf1"),
        ({"biases": "0"}, "cho2014"),
        ({"update": "writes"}, "chung2014"),
        ({"update": "writes", "gate_order": RESET_FIRST}, "chung2014"),
    ],
)
def test_the_nearest_relative_is_named(fields, name):
    assert named(**fields) == name


@pytest.mark.parametrize(
    "fields",
    [
        {"update": "writes", "reset": "after"},
        {"update": None},
        {"reset": None, "biases": "2"},
        {"gate_activation": "hard_sigmoid"},
        {"candidate_activation": "relu"},
    ],
)
def test_what_none_of_them_is_has_no_name(fields):
    assert named(**fields) is None
