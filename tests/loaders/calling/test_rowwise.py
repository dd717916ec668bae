"""Layers of whose batch not all comes back."""

from __future__ import annotations

import pytest

from gru_doctor.diagnosis.layer.lost import lost_findings
from gru_doctor.records import Options

LAYER = """
import numpy as np

def sigmoid(a):
    return 1 / (1 + np.exp(-a))

class Layer:
    def __init__(self, n_in, n_hid):
        self.W = np.random.randn(n_in, 3 * n_hid)
        self.U = np.random.randn(n_hid, 3 * n_hid)
        self.n = n_hid

    def forward(self, x):
        n = self.n
        B, T, _ = x.shape
        h = np.zeros((B, n))
        out = np.zeros((B, T, n))
        for t in range(T):
            a, g = x[:, t] @ self.W, h @ self.U
            z, r = sigmoid(a[:, :n] + g[:, :n]), sigmoid(a[:, n:2 * n] + g[:, n:2 * n])
            h = z * h + (1 - z) * np.tanh(a[:, 2 * n:] + r * g[:, 2 * n:])
            out[:, t] = h
        return RETURNED
"""


@pytest.mark.parametrize(
    ("returned", "told"),
    [
        ("out", ""),
        ("out[:, -1]", ""),
        ("out, h", ""),
        ("out[0]", ""),
        ("out[-1]", "of a batch only sample 3 of 3 comes back"),
        ("out[:-1], h", "the outputs of a batch come back one sample short"),
        ("out[1:] if B > 1 else out", "the samples of a batch come back one sample short"),
    ],
)
def test_what_is_left_of_a_batch(loads, returned, told):
    subject = loads(LAYER.replace("RETURNED", returned), "Layer")
    assert subject.card.lost == told
    assert [f.code for f in lost_findings(subject, Options())] == ["GRU303"] * bool(told)


def test_it_stands_where_the_rest_is_picked(loads):
    (finding,) = lost_findings(loads(LAYER.replace("RETURNED", "out[-1]"), "Layer"), Options())
    assert finding.span is not None and finding.span.line == 23
