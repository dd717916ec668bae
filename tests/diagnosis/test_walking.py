"""The statement behind the first step that differs: loop, index, carried state, mask, storing."""

from dataclasses import replace

import pytest

from gru_doctor.doctor import examine_all
from gru_doctor.records import Options

OPTIONS = replace(Options(in_process=True), checks=("trust", "gates", "sequence"))
LAYER = """\
import numpy as np


def sigmoid(a):
    return 1 / (1 + np.exp(-a))


class Layer:
    def __init__(self, D, H):
        self.W = np.random.randn(D, 3 * H)
        self.U = np.random.randn(H, 3 * H)
        self.H = H

    def step(self, x, h):
        n = self.H
        a, b = x @ self.W, h @ self.U
        z = sigmoid(a[:, :n] + b[:, :n])
        r = sigmoid(a[:, n:-n] + b[:, n:-n])
        return z * h + (1 - z) * np.tanh(a[:, -n:] + r * b[:, -n:])

    def forward(self, x, mask, h0):
        B, T, _ = x.shape
        h = h0
        out = np.zeros((B, T, self.H))
        for t in range(T):
            new = self.step(x[:, t], h)
            m = mask[:, t][:, None]
            h = m * new + (1 - m) * h
            out[:, t] = h
        return out, h
"""
FAULTS = [
    ("range(T)", "reversed(range(T))", "range(T)"),
    ("range(T):", "range(T - 1):", "range(T)"),
    ("x[:, t], h", "x[:, t - 1], h", "x[:, t]"),
    ("x[:, t], h", "x[:, t], h0", "new ="),
    ("h = m * new + (1 - m) * h", "h = m * new", "h = m"),
    ("h = m * new + (1 - m) * h", "h = m * h + (1 - m) * new", "h = m"),
    ("mask[:, t][:, None]", "mask[:, t].mean()", "m = mask"),
    ("        h = h0\n", "        x = x[:, ::-1]\n        h = h0\n", "h = h0"),
]


def result_of(tmp_path, text):
    path = tmp_path / "layer.py"
    path.write_text(text)
    return examine_all([str(path)], OPTIONS, lambda message, share: None).results[0]


def test_the_layer_as_it_stands_is_right(tmp_path):
    assert result_of(tmp_path, LAYER).findings == ()


@pytest.mark.parametrize("old, new, line", FAULTS)
def test_the_place_is_the_statement_that_is_wrong(tmp_path, old, new, line):
    wanted = next(n for n, words in enumerate(LAYER.split("\n"), 1) if line in words)
    found = result_of(tmp_path, LAYER.replace(old, new, 1)).findings[0]
    assert found.gate == "sequence"
    assert found.span is not None
    assert found.span.line == wanted
