"""Which functions code tokens by themselves."""

from __future__ import annotations

import ast

import pytest

from gru_doctor.loaders.text.coded import token_entries

BODY = """
def {name}(ids, h):
    for i in ids:
        x = np.zeros(9)
        {code}
        z = {gate}
        h = z * h + (1 - z) * np.tanh(x @ W)
        {more}
    return h
"""


@pytest.mark.parametrize(
    ("code", "gate", "more", "taken"),
    [
        ("x[i] = 1", "sigmoid(x @ U)", "pass", True),
        ("x = np.eye(9)[i]", "1 / (1 + np.exp(-x @ U))", "pass", True),
        ("x[0] = 1", "sigmoid(x @ U)", "pass", False),
        ("x[i] = 1", "np.exp(x @ U)", "pass", True),  # a plain RNN
        ("x[i] = 1", "sigmoid(x @ U)", "i = np.random.choice(9, p=h)", False),
    ],
)
def test_one_hot_coding_a_recurrence_and_no_drawing(code: str, gate: str, more: str, taken: bool) -> None:
    tree = ast.parse(BODY.format(name="lossFun", code=code, gate=gate, more=more))
    assert token_entries(tree.body[0], tree) == (("",) if taken else ())


def test_a_softmax_over_one_hot_vectors_is_no_recurrence() -> None:
    text = BODY.format(name="lossFun", code="x[i] = 1", gate="np.exp(x @ U)", more="pass")
    tree = ast.parse(text.replace("np.tanh", "np.exp"))
    assert token_entries(tree.body[0], tree) == ()


def test_a_gate_may_be_made_by_a_function_of_the_file() -> None:
    body = BODY.format(name="lossFun", code="x[i] = 1", gate="sg(x @ U)", more="pass")
    body, helper = body.replace("np.tanh", "np.exp"), "def sg(a): return 1 / (1 + np.exp(-a))\n"
    alone, both = ast.parse(body), ast.parse(body + helper)
    assert token_entries(alone.body[0], alone) == () and token_entries(both.body[0], both) == ("",)
