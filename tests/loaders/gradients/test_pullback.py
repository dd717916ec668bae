"""A step that hands back its own backward pass."""

from __future__ import annotations

import ast

import numpy as np
import pytest

from gru_doctor.loaders.building.construct import is_factory
from gru_doctor.subject import Call

STEP = """
import numpy as np

def step(params, x, h):
    c = np.tanh(x @ params["W"] + h @ params["U"])

    def pull(g):
        da = g * (1 - c ** 2)
        return {"W": x.T @ da, "U": h.T @ da}, da @ params["W"].T, da @ params["U"].T

    return 0.5 * (h + c), RETURNED
"""
LAMBDA = '(lambda g: ({"W": x.T @ (g * (1 - c ** 2))}, None, g / 2))'
CALL = Call(np.full((1, 2, 3), 0.3), np.full((2, 7), -0.4))


@pytest.mark.parametrize(("returned", "given"), [("pull", {"W", "U"}), (LAMBDA, {"W"})])
def test_the_function_beside_the_state_is_the_backward_pass(loads, returned, given):
    subject = loads(STEP.replace("RETURNED", returned), "step")
    found = subject.gradient(CALL, np.ones((2, 7)))
    weights = subject.weights()
    c = np.tanh(CALL.xs[0] @ weights["W"] + CALL.h0 @ weights["U"])
    assert subject.card.gradient == "backward" and found.weights.keys() == given
    assert np.allclose(found.weights["W"], CALL.xs[0].T @ (1 - c**2))


def test_what_is_no_function_of_one_gradient_is_no_backward_pass(loads):
    text = STEP.replace("def pull(g):", "def pull(g, again):").replace("RETURNED", "pull")
    assert loads(text, "step").card.gradient != "backward"


def test_a_step_is_no_factory():
    (step,) = [n for n in ast.parse(STEP.replace("RETURNED", "pull")).body if isinstance(n, ast.FunctionDef)]
    assert not is_factory(step)
    (maker,) = ast.parse("def make(n_in, n_hid):\n    def step(x, h): return h\n    return {}, step").body
    assert isinstance(maker, ast.FunctionDef) and is_factory(maker)
