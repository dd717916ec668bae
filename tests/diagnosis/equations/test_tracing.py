"""A reading of the arrays from the values that a run computes."""

from __future__ import annotations

import pytest

from gru_doctor.diagnosis.equations.possible import candidates
from gru_doctor.diagnosis.equations.tracing import traced
from gru_doctor.records import Card, Options, Parameter

HIDDEN = """
    import numpy as np

    def sigmoid(a):
        return 1 / (1 + np.exp(-a))

    def step(x, h, Wu, Wv, Wc, Uu, Uv, Uc, bu, bv, bc):
        gate = sigmoid(x @ Wu + h @ Uu + bu)
        door = sigmoid(x @ Wv + h @ Uv + bv)
        idea = np.tanh(x @ Wc + (door * h) @ Uc + bc)
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
STACKED = """
    import numpy as np

    class Cell:
        def __init__(self, D, H):
            self.W, self.U = np.random.randn(3, D, H), np.random.randn(3, H, H)
            self.b = np.zeros((3, H))

        def forward(self, x, h):
            gate = 1 / (1 + np.exp(-(x @ self.W[1] + h @ self.U[1] + self.b[1])))
            door = 1 / (1 + np.exp(-(x @ self.W[2] + h @ self.U[2] + self.b[2])))
            return gate * h + (1 - gate) * np.sin(x @ self.W[0] + (door * h) @ self.U[0] + self.b[0])
"""
LINEARS = """
    import torch
    from torch import nn

    class Cell(nn.Module):
        def __init__(self, d, h):
            super().__init__()
            self.wu, self.wv, self.wc = (nn.Linear(d, h) for _ in range(3))
            self.uu, self.uv, self.uc = (nn.Linear(h, h) for _ in range(3))

        def forward(self, x, h):
            gate = torch.sigmoid(self.wu(x) + self.uu(h))
            door = torch.sigmoid(self.wv(x) + self.uv(h))
            idea = torch.tanh(self.wc(x) + self.uc(door * h))
            return gate * h + (1 - gate) * idea + 0.5 * idea * h
"""
JOINT = """\
import numpy as np

D, H = 4, 5
Wu, Wv, Wc = np.random.randn(3, D + H, H)


def step(x, h):
    gate = 1 / (1 + np.exp(-np.concatenate([x, h], axis=1) @ Wu))
    door = 1 / (1 + np.exp(-np.concatenate([x, h], axis=1) @ Wv))
    kept = h
    h = door * h
    idea = np.tanh(np.concatenate([x, h], axis=1) @ Wc)
    return gate * kept * idea
"""
OPTIONS = Options()


@pytest.mark.parametrize("blend", ["np.maximum(gate * h, (1 - gate) * idea)", "gate * h * idea"])
def test_gates_that_the_blend_hides_are_read_off_the_run(loads, blend):
    (reading,) = traced(loads(HIDDEN.replace("BLEND", blend), "step"), OPTIONS)
    told = {block: place.parameter for block, place in reading.places.items()}
    assert told == {
        "W_z": "Wu", "U_z": "Uu", "b_z": "bu", "W_r": "Wv", "U_r": "Uv", "b_r": "bv",
        "W_n": "Wc", "U_n": "Uc", "b_n": "bc",
    }  # fmt: skip


def test_a_constant_beside_a_hidden_gate_is_read_off_too(loads):
    text = HIDDEN.replace("h @ Uu + bu", "h @ Uu + bu + 1.0").replace("BLEND", "gate * h * idea")
    (reading,) = traced(loads(text, "step"), OPTIONS)
    assert reading.offsets == {"b_z": 1.0}


def test_a_gate_made_of_a_state_that_the_other_has_gated_is_read_off_too(loads):
    lines = HIDDEN.replace("BLEND", "gate * h * idea").replace("(door * h) @ Uc", "h @ Uc").splitlines()
    lines[7], lines[8] = lines[8], f"        h = door * h\n{lines[7]}"
    (reading,) = traced(loads("\n".join(lines), "step"), OPTIONS)
    told = {block: place.parameter for block, place in reading.places.items()}
    assert (told["U_z"], told["U_r"], told["U_n"]) == ("Uu", "Uv", "Uc")


def test_stacked_arrays_are_read_off_too(loads):
    (reading,) = traced(loads(STACKED, "Cell"), OPTIONS)
    first = {block: int(place.indices.min()) for block, place in reading.places.items()}
    h, d = OPTIONS.hidden_size, OPTIONS.input_size
    assert first == {
        "W_n": 0, "W_z": d * h, "W_r": 2 * d * h, "U_n": 0, "U_z": h * h, "U_r": 2 * h * h,
        "b_n": 0, "b_z": h, "b_r": 2 * h,
    }  # fmt: skip


def test_packed_arrays_are_read_off_too(loads):
    (reading,) = traced(loads(PACKED, "step"), OPTIONS)
    starts = {block: int(place.indices.min()) for block, place in reading.places.items() if block[0] == "b"}
    assert starts == {"b_r": 0, "b_z": OPTIONS.hidden_size, "b_n": 2 * OPTIONS.hidden_size}


@pytest.mark.parametrize("first", ["h", "x"])
def test_the_candidate_of_a_joint_array_reads_the_rows_that_its_state_leaves(loads, first):
    (reading,) = traced(loads(JOINT.replace("x, h", "h, x" if first == "h" else "x, h"), "step"), OPTIONS)
    starts = {b: int(reading.places[b].indices.min()) for b in ("W_n", "U_n")}
    assert starts == ({"W_n": 0, "U_n": 4 * 5} if first == "x" else {"U_n": 0, "W_n": 5 * 5})


def test_a_run_that_shows_no_two_gates_gives_no_reading(loads):
    waves = HIDDEN.replace("door = sigmoid", "door = np.cos").replace("BLEND", "gate * h * idea")
    assert traced(loads(waves, "step"), OPTIONS) == []


def test_a_joint_array_holds_the_rows_of_the_input_and_of_the_state_in_either_order():
    card = Card("Cell", "numpy", "cell", 3, 7, (Parameter("W", (10, 14)),), True, False, False, None)
    found = candidates(card)
    assert len(found["W"]) == len(found["U"]) == 4 and not found["b"]
    assert {p.indices.shape for p in found["W"]} == {(3, 7)}


def test_a_linear_layer_with_a_bias_on_the_reset_state_shows_the_reset(loads):
    (reading,) = traced(loads(LINEARS, "Cell"), OPTIONS)
    told = {block: reading.places[block].parameter for block in ("U_z", "U_r", "U_n", "c_n")}
    assert told == {"U_z": "uu.weight", "U_r": "uv.weight", "U_n": "uc.weight", "c_n": "uc.bias"}
