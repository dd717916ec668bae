"""Shapes of arrays whose gates stand one behind the other."""

import ast

from gru_doctor.loaders.shapes import stacks

STEP = "z = s(x @ W[0] + h @ U[0]); r = s(x @ W[1] + h @ U[1]); n = t(x @ W[2] + (r * h) @ U[2])"


def test_what_is_taken_apart_by_0_1_and_2_is_a_stack():
    first = next(stacks(["W", "U"], 3, 7, ast.parse(STEP), {}))
    assert first == {"W": (3, 3, 7), "U": (3, 7, 7)}


def test_what_is_cut_otherwise_is_none():
    cut = STEP.replace("W[0]", "W[:, :7]")
    assert not [*stacks(["W", "U"], 3, 7, ast.parse(cut), {})]
    assert not [*stacks(["W", "U", "b"], 3, 7, ast.parse(STEP), {})] and not [*stacks([], 3, 7, None, {})]
