"""A reading of the arrays from the values that a run computes."""

from __future__ import annotations

import pytest

from gru_doctor.diagnosis.tracing import candidates, traced
from gru_doctor.records import Card, Options, Parameter

HIDDEN = """
    import numpy as np

    def sigmoid(a):
        return 1 / (1 + np.exp(-a))

    def step(x, h, A, B, C, P, Q, R, a, b, c):
        gate = sigmoid(x @ A + h @ P + a)
        door = sigmoid(x @ B + h @ Q + b)
        idea = np.tanh(x @ C + (door * h) @ R + c)
        return BLEND
"""
PACKED = """
    import numpy as np

    def sigmoid(a):
        return 1 / (1 + np.exp(-a))

    def step(x, h, W, U, b):
        n = h.shape[1]
        gates = sigmoid(x @ W[:, :2 * n] + h @ U[:, :2 * n] + b[:2 * n])
        idea = np.tanh(x @ W[:, 2 * n:] + (gates[:, :n] * h) @ U[:, 2 * n:] + b[2 * n:])
        return np.maximum(gates[:, n:] * h, idea)
"""
OPTIONS = Options()


@pytest.mark.parametrize("blend", ["np.maximum(gate * h, (1 - gate) * idea)", "gate * h * idea"])
def test_gates_that_the_blend_hides_are_read_off_the_run(loads, blend):
    (reading,) = traced(loads(HIDDEN.replace("BLEND", blend), "step"), OPTIONS)
    told = {block: place.parameter for block, place in reading.places.items()}
    assert told == {
        "W_z": "A", "U_z": "P", "b_z": "a", "W_r": "B", "U_r": "Q", "b_r": "b", "W_n": "C", "U_n": "R", "b_n": "c",
    }  # fmt: skip


def test_packed_arrays_are_read_off_too(loads):
    (reading,) = traced(loads(PACKED, "step"), OPTIONS)
    starts = {block: int(place.indices.min()) for block, place in reading.places.items() if block[0] == "b"}
    assert starts == {"b_r": 0, "b_z": OPTIONS.hidden_size, "b_n": 2 * OPTIONS.hidden_size}


def test_a_run_that_shows_no_two_gates_gives_no_reading(loads):
    source = HIDDEN.replace("sigmoid(x @ B + h @ Q + b)", "np.cos(x @ B + h @ Q + b)").replace(
        "BLEND", "gate * idea"
    )
    assert traced(loads(source, "step"), OPTIONS) == []


def test_a_joint_array_holds_the_rows_of_the_input_and_of_the_state_in_either_order():
    card = Card("Cell", "cell", "numpy", "gru", 3, 7, (Parameter("W", (10, 14)),), "none", True, "float64")
    found = candidates(card)
    assert len(found["W"]) == len(found["U"]) == 4 and not found["b"]
    assert {p.indices.shape for p in found["W"]} == {(3, 7)}
