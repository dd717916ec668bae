"""Layers that say of themselves that they read from the end to the start."""

import ast

import numpy as np
import pytest

from gru_doctor.loaders.turned import NOTE, Turned, says_so
from gru_doctor.subject import Call
from tests.loaders.conftest import CELL, Loads

LAYER = """
class Layer:
    "{words}"
    def __init__(self, n_in, n_hid):
        self.cell, self.n = Cell(n_in, n_hid), n_hid
    def forward(self, xs):
        h, out = np.zeros((xs.shape[1], self.n)), [None] * len(xs)
        for t in {order}:
            h = self.cell.forward(xs[t], h)
            out[t] = h
        return np.stack(out)
"""
BACK = "reversed(range(len(xs)))"


def layer(words: str, order: str) -> str:
    return CELL + LAYER.format(words=words, order=order)


def test_time_is_turned_for_what_says_so_and_does_so(loads: Loads) -> None:
    there, turned = (
        loads(layer(words, order), "Layer")
        for words, order in (("plain", "range(len(xs))"), ("reads right to left", BACK))
    )
    assert isinstance(turned, Turned) and NOTE in turned.card.notes
    turned.assign(dict(zip(turned.weights(), there.weights().values(), strict=True)))
    call = Call(np.random.default_rng(1).normal(size=(4, 2, 3)))
    np.testing.assert_allclose(turned.run(call).outputs, there.run(call).outputs, atol=1e-12)


def test_a_last_state_alone_is_turned_too(loads: Loads) -> None:
    ends = layer("reads right to left", BACK).replace("return np.stack(out)", "return h")
    assert isinstance(loads(ends, "Layer"), Turned)
    assert not isinstance(loads(ends.replace(BACK, "range(len(xs))"), "Layer"), Turned)


@pytest.mark.parametrize(("words", "order"), [("plain", BACK), ("right to left", "range(len(xs))")])
def test_nothing_is_turned_otherwise(loads: Loads, words: str, order: str) -> None:
    assert not isinstance(loads(layer(words, order), "Layer"), Turned)


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("class BackwardGRU:\n    def forward(self, x): pass", True),
        ('class G:\n    "Reads a sentence from its end to its start."', True),
        ("class G:\n    def __init__(self, d, h, reverse=True): pass", True),
        ('class G:\n    "May go in reverse."\n    def __init__(self, d, go_backwards=False): pass', False),
        ('class G:\n    "Forward and backward pass of a GRU."', False),
    ],
)
def test_what_says_so(code: str, said: bool) -> None:
    assert says_so(ast.parse(code).body[0]) is said
