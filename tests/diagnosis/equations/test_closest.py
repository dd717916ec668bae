"""Whose GRU it is like."""

from __future__ import annotations

import numpy as np
import pytest

from gru_doctor.checks.identifying.reading import gate_order
from gru_doctor.diagnosis.equations.closest import followed
from gru_doctor.equations.reading import Identity, Place, Reading
from gru_doctor.records import Convention

BIASES = {"0": (), "1": ("b",), "2": ("b", "c"), "input+candidate": ("b",)}


def reading(packed: str, biases: str) -> Reading:
    """Blocks of one unit: each kind in one array of three, or each block in its own where packed is ""."""
    places = {}
    for kind in ("W", "U", *BIASES[biases]):
        for g in "zrn":
            at = packed.index(g) if packed else 0
            places[f"{kind}_{g}"] = Place(kind if packed else f"{kind}_{g}", np.array([[at]]))
    if biases == "input+candidate":
        places["c_n"] = Place("c_n", np.array([[0]]))
    return Reading(places)


def likened(packed: str = "", biases: str = "1", **fields: object) -> list[str]:
    found = reading(packed, biases)
    convention = Convention(gate_order(found), biases=biases, **fields)  # type: ignore[arg-type]
    return [p.name for p in followed(Identity(convention, found, 0.0))]


@pytest.mark.parametrize(
    ("packed", "biases", "fields", "name"),
    [
        ("rzn", "2", {"reset": "after"}, "pytorch"),
        ("", "2", {"reset": "after"}, "pytorch"),
        ("zrn", "2", {"reset": "after"}, "keras"),
        ("zrn", "1", {}, "keras-reset-before"),
        ("rzn", "1", {}, "tf1"),
        ("", "1", {}, "cho2014"),
        ("", "0", {}, "cho2014"),
        ("", "1", {"update": "writes"}, "chung2014"),
        ("rzn", "1", {"update": "writes"}, "chung2014"),
        ("zrn", "1", {"update": "writes"}, "haiku"),
        ("zrn", "2", {}, "onnx"),
        ("", "input+candidate", {"reset": "after"}, "flax"),
        ("rzn", "input+candidate", {"reset": "after"}, "equinox"),
        ("rzn", "1", {"reset": "after"}, "flax-nnx"),
        ("", "0", {"reset": "after"}, "cho2014-v1"),
        ("zrn", "1", {"gate_activation": "hard_sigmoid"}, "keras2"),
    ],
)
def test_the_nearest_relative_is_named(packed, biases, fields, name):
    assert likened(packed, biases, **fields)[0] == name


def test_all_that_agree_are_told():
    assert likened("rzn", "2", reset="after") == ["pytorch", "cudnn", "cho2014-v1"]
    assert likened("zrn", "2", reset="after") == ["keras", "onnx-linear-before-reset", "cho2014-v1"]


@pytest.mark.parametrize(
    "fields",
    [
        {"update": "writes", "reset": "after"},
        {"update": None},
        {"reset": None, "biases": "2"},
        {"gate_activation": "steep_sigmoid"},
        {"candidate_activation": "relu"},
        {"variant": "MGU"},
    ],
)
def test_what_none_of_them_is_has_no_name(fields):
    assert likened(**fields) == []
