"""Sizes told by the shapes in which arguments stand."""

from __future__ import annotations

import ast

import pytest

from gru_doctor.loaders.text.extents import sizes_by_use


@pytest.mark.parametrize("shapes", ["zeros((p, 3 * q))", "zeros((p, q)), zeros((q, q))", "Linear(p, q * 2)"])
def test_shapes_tell_the_hidden_size(shapes: str):
    node = ast.parse(f"def __init__(self, p, q):\n    self.w = {shapes}")
    assert sizes_by_use(node, ("p", "q")) == {"p": "input_size", "q": "hidden_size"}


def test_shapes_that_tell_the_sizes_not_apart_leave_them_open():
    node = ast.parse("def __init__(self, p, q):\n    self.w = zeros((p, q))")
    assert sizes_by_use(node, ("p", "q")) == {"p": "unknown", "q": "unknown"}
