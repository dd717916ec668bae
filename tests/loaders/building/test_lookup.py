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


HANDED = """
import torch
from torch import nn

class Words(nn.Module):
    def __init__(self, hidden_size, embedding):
        super().__init__()
        self.embedding = embedding
        self.gru = nn.GRU(hidden_size, hidden_size)

    def forward(self, ids, hidden=None):
        return self.gru(self.embedding(ids), hidden)
"""
PADDED = HANDED.replace("embedding)", "vocab_size)", 1).replace(
    "= embedding", "= nn.Embedding(vocab_size, hidden_size, padding_idx=0)"
)


@pytest.mark.parametrize("text", [HANDED, PADDED])
def test_a_table_may_be_handed_ready_made_or_keep_a_row_for_padding(loads: Loads, text: str) -> None:
    words = loads(text, "Words")
    generator = np.random.default_rng(4)
    asked = Call(generator.normal(size=(3, 2, words.card.input_size)), np.zeros((2, 7)))
    found = words.gradient(asked, np.ones((3, 2, 7)))
    assert (words.card.level, words.card.hidden_size) == ("layer", 7)
    assert found.xs is not None and np.all(np.abs(found.xs).sum(-1) > 0)
