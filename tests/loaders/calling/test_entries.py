"""Which axis is time, read from the code."""

import ast
from typing import Any

import pytest

from gru_doctor.loaders.calling.entries import loops, stepped_axis
from tests.loaders.conftest import CELL


@pytest.mark.parametrize(
    ("code", "axis"),
    [
        ("N, T, D = x.shape", 1),
        ("T, N, _ = x.shape", 0),
        ("bs, seq_len, _ = x.size()", 1),
        ("nsteps = x.shape[0]", 0),
        ("for t in range(9):\n    y = x[:, t]", 1),
        ("for k in range(9):\n    y = x[:, :, k]", 2),
        ("y = m[:, None] * x[:, n]", None),
    ],
)
def test_the_axis_of_time(code: str, axis: int | None) -> None:
    assert stepped_axis(ast.parse(code)) == axis


@pytest.mark.parametrize(
    ("code", "over_time"),
    [
        ("for x in xs: h = f(x, h)", True),
        ("for g in ('z', 'r'): pre[g] = W[g] @ x", False),
        ("hs, _ = theano.scan(step, xs)", True),
        ("h = f(x, h)", False),
        ("for x in xs.unbind(0): h = f(x, h)", True),
        ("for t in range(x.shape[1]): h = f(x[:, t], h)", True),
        ("for k in range(3): pre[k] = x @ W[k]", False),
        ("hs = functools.reduce(step, xs, h)", True),
        ("a = np.add.reduce(terms)", False),
    ],
)
def test_loops_over_time(code: str, over_time: bool) -> None:
    assert loops(ast.parse(code)) is over_time


def test_another_name_for_a_method_leads_to_its_code(loads: Any) -> None:
    subject = loads(
        """
import numpy as np
class Layer:
    def __init__(self, n_in, n_hid):
        self.W, self.U = np.zeros((n_in, n_hid)), np.zeros((n_hid, n_hid))
    def vorwaerts(self, X, h):
        for x in X:
            h = np.tanh(x @ self.W + h @ self.U)
        return h
    forward = vorwaerts
""",
        "Layer",
    )
    assert subject.card.level == "layer"


def test_a_function_of_the_file_is_no_scan_for_its_name() -> None:
    tree = ast.parse("W, U = unroll(theta)")
    assert loops(tree) and not loops(tree, frozenset({"unroll"}))


def test_a_part_called_like_a_method_is_no_entry(loads: Any) -> None:
    subject = loads(
        """
import numpy as np
class Gate:
    def __init__(self, n_in, n_hid):
        self.W, self.U = np.zeros((n_in, n_hid)), np.zeros((n_hid, n_hid))
    def __call__(self, x, h):
        return x @ self.W + h @ self.U
class Cell:
    def __init__(self, n_in, n_hid):
        self.update = Gate(n_in, n_hid)
    def forward_step(self, x, h):
        return np.tanh(self.update(x, h))
""",
        "Cell",
    )
    assert subject._caller.plan.entry == "forward_step"


def test_a_method_that_runs_the_step_that_is_called_is_told_as_not_examined(loads):
    walk = "    def encode(self, ids, h):\n        for i in ids:\n            h = self.forward(i, h)\n"
    told = "encode runs over time and was not examined"
    assert told in loads(CELL + walk, "Cell").card.notes and told not in loads(CELL, "Cell").card.notes
