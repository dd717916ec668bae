"""Weights that a step hands on whole, under any name, to the helper that takes them apart."""

from __future__ import annotations

import ast

import pytest

from gru_doctor.loaders.building.handing import handed_on

HELPERS = """
def affine(p, gate, x, h):
    return p["W" + gate] @ x + p["U" + gate] @ h

def further(q, x, h):
    return affine(q, "z", x, h)

def scaled(a, x):
    return a * x
"""


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("affine(blob, 'z', x, h)", ("blob",)),
        ("h + further(blob, x, h)", ("blob",)),
        ("scaled(blob, x)", ()),
        ("affine(x, 'z', blob, h)", ()),
        ("elsewhere(blob, x, h)", ()),
    ],
)
def test_what_a_helper_finds_weights_in(body, found):
    tree = ast.parse(f"{HELPERS}\ndef step(blob, x, h):\n    return {body}\n")
    uses = handed_on(tree, tree.body[-1])
    assert (uses.containers if uses else ()) == found


def test_a_helper_that_calls_itself_ends():
    tree = ast.parse("def step(blob, x, h):\n    return step(blob, x, h)\n")
    assert handed_on(tree, tree.body[-1]) is None
