"""Shapes of arrays whose gates stand one behind the other."""

import ast

from gru_doctor.loaders.arrays.shapes import candidates, schemes, stacks

STEP = "z = s(x @ W[0] + h @ U[0]); r = s(x @ W[1] + h @ U[1]); n = t(x @ W[2] + (r * h) @ U[2])"


def test_what_is_taken_apart_by_0_1_and_2_is_a_stack():
    first = next(stacks(["W", "U"], 3, 7, ast.parse(STEP), {}))
    assert first == {"W": (3, 3, 7), "U": (3, 7, 7)}


def test_beside_matrices_on_the_left_a_bias_is_a_column_first():
    laid = [s for s in stacks(["W", "b"], 3, 7, ast.parse("W[0] @ x + b[0], W[1] + b[1], W[2] + b[2]"), {})]
    assert next(s["b"] for s in laid if s["W"] == (3, 7, 3)) == (3, 7, 1)
    assert next(s["b"] for s in laid if s["W"] == (3, 3, 7)) == (3, 7)


def test_what_the_docstring_says_comes_before_what_indices_tell():
    told = "W: (3H, D), U: (3H, H)"
    first = next(candidates(["W", "U"], 3, 7, ast.parse(STEP), told, {}))
    assert first == {"W": (21, 3), "U": (21, 7)}


def test_what_is_cut_otherwise_is_none():
    cut = STEP.replace("W[0]", "W[:, :7]")
    assert not [*stacks(["W", "U"], 3, 7, ast.parse(cut), {})]
    assert not [*stacks(["W", "U", "b"], 3, 7, ast.parse(STEP), {})] and not [*stacks([], 3, 7, None, {})]


def test_a_letter_tells_the_input_from_the_state_where_each_name_stands_under_both():
    first = next(schemes(["Wz", "Uz", "bz", "Wr", "Ur", "br", "Wh", "Uh", "bh"], 3, 7))
    assert {first[n] for n in ("Wz", "Wr", "Wh")} == {(3, 7)} and first["Uh"] == (7, 7)
