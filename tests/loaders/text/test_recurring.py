"""Functions of the file that walk over time for a method."""

from __future__ import annotations

import ast
from typing import Any

import pytest

from gru_doctor.loaders.text.recurring import carries, handed_to


@pytest.mark.parametrize(
    ("code", "recurs"),
    [
        ("for x in xs:\n    h = step(x, h)", True),
        ("for x in xs:\n    new = step(x, h)\n    h = m * new + (1 - m) * h", True),
        ("for x in xs:\n    h = h + z * (c(x, h) - h)", True),
        ("while t < n:\n    h, t = step(xs[t], h), t + 1", True),
        ("for a, b in zip(u, v):\n    s = s + a * b", False),
        (
            "for row in m:\n    total = 0.0\n    for a in row:\n        total += a\n    out.append(total)",
            False,
        ),
        ("h = step(x, h)", False),
    ],
)
def test_a_loop_that_carries_a_value_on(code: str, recurs: bool) -> None:
    assert carries(ast.parse(code)) is recurs


def test_functions_are_followed_to_those_they_call() -> None:
    tree = ast.parse("def a(): b()\ndef b(): c()\ndef c(): pass\ndef d(): a()")
    found = handed_to(tree, [ast.parse("x = a()")])
    assert [n.name for n in found if isinstance(n, ast.FunctionDef)] == ["a", "b", "c"]


PILE = """
import numpy as np
def sigmoid(a):
    return 1 / (1 + np.exp(-a))
def walk(p, xs, h):
    ys = []
    for x in xs:
        r, u = (sigmoid(x @ p["wi"][k] + h @ p["wh"][k]) for k in (0, 1))
        h = u * h + (1 - u) * np.tanh(x @ p["wi"][2] + (r * h) @ p["wh"][2])
        ys.append(h)
    return np.stack(ys), h
class Pile:
    def __init__(self, size, n_layers=2):
        made = lambda: {k: np.random.randn(3, size, size) for k in ("wi", "wh")}
        self.layers, self.size = [made() for _ in range(n_layers)], size
    def __call__(self, xs, h0):
        ends = []
        for p, h in zip(self.layers, h0):
            xs, end = walk(p, xs, h)
            ends.append(end)
        return xs, np.stack(ends)
"""


def test_a_state_for_each_layer_is_no_batch_of_states(loads: Any) -> None:
    plan = loads(PILE, "Pile")._caller.plan
    assert (plan.level, plan.x_axes, plan.h_axes) == ("layer", "TBD", "1BH")
