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
    ("mask[:, t][:, None]", "mask[:, max(t - 1, 0)][:, None]", "m = mask"),
    ("h = m * new + (1 - m) * h", "h = new", "h = m"),
    ("x[:, t], h)", "x[:, t], 0 * h)", "new ="),
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


BY_SAMPLE = """\
import numpy as np


class Vectors:
    def __init__(self, n_in, n_hid):
        self.W, self.U = np.random.randn(3, n_hid, n_in), np.random.randn(3, n_hid, n_hid)

    def step(self, x, h):
        z, r = (1 / (1 + np.exp(-self.W[k] @ x - self.U[k] @ h)) for k in (0, 1))
        return z * h + (1 - z) * np.tanh(self.W[2] @ x + self.U[2] @ (r * h))

    def forward(self, seq, h):
        assert h.ndim == 1, "one sequence at a time"
        out = []
        for x in seq[:-1]:
            h = self.step(x, h)
            out.append(h)
        return np.array(out)
"""


def test_a_layer_that_takes_one_sample_at_a_time(tmp_path):
    (finding,) = result_of(tmp_path, BY_SAMPLE).findings
    assert (finding.code, finding.span.line) == ("GRU308", 15)


PIECES = (
    LAYER.replace("x, mask, h0):", "x, h0):").split("        B, T, _")[0]
    + """\
        out = []
        for start in range(0, x.shape[1], 2):
            out += self.piece(x[:, start:start + 2], h0)
        return np.stack(out, 1)

    def piece(self, x, h):
        out = []
        for t in range(x.shape[1]):
            h = self.step(x[:, t], h)
            out.append(h)
        return out
"""
)


def test_a_chunk_that_begins_anew_stands_where_it_is_called(tmp_path):
    (finding,) = result_of(tmp_path, PIECES).findings
    assert (finding.code, finding.span.line) == ("GRU302", 24)


def test_a_final_state_looked_up_beside_its_length(tmp_path):
    text = LAYER.replace("mask, h0", "lengths, h0").replace("            m = mask[:, t][:, None]\n", "")
    text = text.replace("m * new + (1 - m) * h", "new").replace(
        "return out, h", "return out, out[np.arange(B), lengths - 2]"
    )
    (finding,) = result_of(tmp_path, text).findings
    assert (finding.code, finding.span.line) == ("GRU314", 29)
