"""Containers told by how code looks into them, and the functions that make them."""

from __future__ import annotations

import ast

import pytest

from gru_doctor.loaders.text.giving import gives_container
from gru_doctor.loaders.text.holding import container_role


@pytest.mark.parametrize(
    ("code", "role"),
    [
        ("a['n_in'] + a['n_hid']", "config"), ("x @ a['Wz']", "weights"), ("x @ a[prefix + '_U']", "weights"),
        ("x @ a.Wz", "weights"), ("a.dot(w) + a.shape[0]", ""), ("a[:, 0]", ""),
    ],
)  # fmt: skip
def test_keys_tell_what_an_argument_holds(code: str, role: str):
    assert container_role(ast.parse(code), "a") == role


@pytest.mark.parametrize(
    ("body", "gives"),
    [
        ("return {'W': zeros(d)}", True), ("p['W'] = zeros(d)\n    return p", True),
        ("return zeros(d)", False), ("return (tanh(p), d)", False),
    ],
)  # fmt: skip
def test_a_maker_of_weights_returns_a_container_and_computes_no_state(body: str, gives: bool):
    assert gives_container(ast.parse(f"def f(p, d):\n    {body}").body[0]) is gives
