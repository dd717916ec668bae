"""Biases that are stored and never added: whole arrays, a row of joint ones, or the second of two."""

from __future__ import annotations

import pytest

from gru_doctor.checks.identifying.convention import identify
from gru_doctor.diagnosis.equations.dead import dead_findings
from gru_doctor.diagnosis.equations.naming import explain
from gru_doctor.records import Options

JOINT = """
import numpy as np

class Cell:
    def __init__(self, n_in, n_hid):
        self.K = {g: np.random.randn(1 + n_in + n_hid, n_hid) for g in "zrn"}

    def project(self, gate, x, h):
        one = np.ones((len(x), 1))
        return np.hstack([one, x, h]) @ self.K[gate]

    def forward(self, x, h):
        z = 1 / (1 + np.exp(-self.project("z", x, h)))
        r = 1 / (1 + np.exp(-self.project("r", x, h)))
        return z * h + (1 - z) * np.tanh(self.project("n", x, r * h))
"""
TWO = """
import numpy as np

class Cell:
    def __init__(self, n_in, n_hid):
        self.W, self.U = np.random.randn(n_in, 3 * n_hid), np.random.randn(n_hid, 3 * n_hid)
        self.b, self.c = np.zeros(3 * n_hid), np.zeros(3 * n_hid)

    def forward(self, x, h):
        a = x @ self.W + self.b
        u = h @ self.U + self.c
        k = h.shape[1]
        r = 1 / (1 + np.exp(-(a[:, :k] + u[:, :k])))
        z = 1 / (1 + np.exp(-(a[:, k:2 * k] + u[:, k:2 * k])))
        return z * h + (1 - z) * np.tanh(a[:, 2 * k:] + r * u[:, 2 * k:])
"""


def found(loads, text):
    options = Options()
    subject = loads(text, "Cell")
    study = identify(subject, options)
    findings = dead_findings(subject, explain(subject, study, options), study, options)
    return [(f.code, f.parameter, text.splitlines()[f.span.line - 1].strip()) for f in findings]


def test_a_row_that_meets_zeros_is_told_where_it_should_be_added(loads):
    text = JOINT.replace("np.ones", "np.zeros")
    ((code, parameter, line),) = found(loads, text)
    assert code == "GRU111" and parameter.startswith("K")
    assert line == "return np.hstack([one, x, h]) @ self.K[gate]"


def test_a_second_bias_that_is_forgotten_is_told_where_it_should_be_added(loads):
    text = TWO.replace("u = h @ self.U + self.c", "u = h @ self.U")
    assert found(loads, text) == [("GRU111", "c", "u = h @ self.U")]


def test_the_matrix_of_a_gate_that_is_not_applied_is_no_row_of_biases(loads):
    text = """
import numpy as np

class Cell:
    def __init__(self, n_in, n_hid):
        self.Wz, self.Wr, self.Wn = (np.random.randn(n_in, n_hid) for _ in range(3))
        self.Uz, self.Ur, self.Un = (np.random.randn(n_hid, n_hid) for _ in range(3))

    def forward(self, x, h):
        z = 1 / (1 + np.exp(-x @ self.Wz - h @ self.Uz))
        r = 1 / (1 + np.exp(-x @ self.Wr - h @ self.Ur))
        return z * h + (1 - z) * np.tanh(x @ self.Wn + h @ self.Un)
"""
    assert found(loads, text) == []


@pytest.mark.parametrize("text", [JOINT, TWO], ids=["a row", "an array"])
def test_biases_that_are_added_are_alive(loads, text):
    assert found(loads, text) == []
