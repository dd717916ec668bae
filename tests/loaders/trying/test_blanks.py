"""Padding that a layer knows by what it is fed."""

from __future__ import annotations

import pytest

from gru_doctor.doctor import examine_all
from gru_doctor.records import Options

FRAMES = """
    import numpy as np

    def sig(a):
        return 1 / (1 + np.exp(-a))

    class Layer:
        def __init__(self, n_in, n_out):
            rng = np.random.RandomState(3)
            self.W, self.U = rng.randn(n_in, 3 * n_out), rng.randn(n_out, 3 * n_out)
            self.b = rng.randn(3 * n_out)

        def forward(self, X):
            n = len(self.U)
            h = np.zeros((len(X), n))
            H = []
            real = np.any(X != 0, axis=2, keepdims=True)
            for t in range(X.shape[1]):
                a, g = X[:, t] @ self.W + self.b, h @ self.U
                r, z = sig(a[:, :n] + g[:, :n]), sig(a[:, n:2*n] + g[:, n:2*n])
                c = np.tanh(a[:, 2*n:] + r * g[:, 2*n:])
                new = (1 - z) * c + z * h
                h = np.where(real[:, t], new, h)
                H.append(h)
            return np.stack(H, 1)
"""
WORDS = """
    import torch
    from torch import nn

    class Encoder(nn.Module):
        def __init__(self, n_tokens, width, hidden):
            super().__init__()
            self.emb = nn.Embedding(n_tokens, width)
            self.cell = nn.GRUCell(width, hidden)

        def forward(self, tokens):
            x = self.emb(tokens)
            h = x.new_zeros(len(x), self.cell.hidden_size)
            for t in range(x.shape[1]):
                keep = (tokens[:, t] != 2).to(x)[:, None]
                new = self.cell(x[:, t], h)
                h = keep * new + (1 - keep) * h
            return h
"""
HELD = "np.where(real[:, t], new, h)"
COUNTED = FRAMES.replace("keepdims=True", "keepdims=True).sum(1, keepdims=True").replace(
    "real[:, t]", "t < real[:, 0]"
)
OPTIONS = Options(checks=("trust", "gates", "sequence", "properties"), in_process=True)


def result(write, text):
    (found,) = examine_all([str(write(text))], OPTIONS, lambda *_: None).results
    return found


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (FRAMES, "it takes an input of zeros for padding"),
        (FRAMES.replace("H.append(h)", "H.append(h * real[:, t])"), "it takes an input of zeros for padding"),
        (COUNTED, "it takes an input of zeros for padding"),
        (WORDS, "it takes token 2 for padding"),
    ],
)
def test_a_layer_that_holds_its_state_over_its_own_padding_is_right(write, text, told):
    found = result(write, text)
    assert (found.verdict, found.card.takes_mask) == ("healthy", True)
    assert told in found.notes


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        (FRAMES, HELD, "new * real[:, t]"),
        (FRAMES, "real[:, t]", "real[:, max(t - 1, 0)]"),
        (COUNTED, "t < real", "t <= real"),
        (WORDS, "keep * new + (1 - keep) * h", "keep * new"),
    ],
)
def test_one_that_does_otherwise_is_wrong(write, text, right, wrong):
    found = result(write, text.replace(right, wrong))
    assert found.verdict == "faulty"
    assert {f.code for f in found.findings} <= {"GRU305", "GRU306", "GRU308"}


@pytest.mark.parametrize(
    "text", [FRAMES.replace(HELD, "new"), WORDS.replace("keep * new + (1 - keep) * h", "new")]
)
def test_what_knows_no_padding_takes_no_mask(write, text):
    found = result(write, text)
    assert (found.verdict, found.card.takes_mask) == ("healthy", False)
