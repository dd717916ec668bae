"""Whole numbers that stand for vectors."""

from __future__ import annotations

import numpy as np
import pytest

from gru_doctor.errors import NotExamined
from gru_doctor.subject import Call
from tests.loaders.conftest import CELL, Loads

WORDS = (
    CELL
    + """
class Words:
    def __init__(self, vocab_size, embed_dim, n_hid):
        self.table = np.random.randn(vocab_size, embed_dim)
        self.W = np.random.randn(embed_dim, 3 * n_hid)
        self.U = np.random.randn(n_hid, 3 * n_hid)
        self.b = np.zeros(3 * n_hid)

    def run(self, ids, h):
        n, states = h.shape[-1], []
        for t in range(ids.shape[1]):
            a, g = self.table[ids[:, t]] @ self.W + self.b, h @ self.U[:, :2 * n]
            z, r = sigmoid(a[:, :n] + g[:, :n]), sigmoid(a[:, n:2 * n] + g[:, n:])
            h = z * h + (1 - z) * np.tanh(a[:, 2 * n:] + (r * h) @ self.U[:, 2 * n:])
            states.append(h)
        return np.stack(states, 1)
"""
)


def test_any_input_can_be_given_through_the_table(loads: Loads) -> None:
    words, cell = loads(WORDS, "Words"), loads(CELL, "Cell")
    generator = np.random.default_rng(2)
    asked = Call(generator.normal(size=(4, 2, 3)), generator.uniform(-0.9, 0.9, (2, 7)))
    cell.assign({n: words.weights()[n] for n in "WUb"})
    assert words.card.level == "layer" and words.card.input_size == 3
    np.testing.assert_allclose(words.run(asked).outputs, cell.run(asked).outputs, rtol=0, atol=1e-14)


def test_a_table_that_is_too_small_is_said(loads: Loads) -> None:
    words = loads(WORDS, "Words")
    with pytest.raises(NotExamined, match="room for 64"):
        words.run(Call(np.zeros((40, 2, 3)), np.zeros((2, 7))))


def test_the_table_is_no_parameter(loads: Loads) -> None:
    words = loads(WORDS, "Words")
    assert set(words.weights()) == {"W", "U", "b"}
