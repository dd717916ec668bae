"""Gradient buffers are told from parameters by what is done with them, not by their names."""

from __future__ import annotations

import numpy as np
import pytest

from gru_doctor.subject import Call
from tests.loaders.conftest import Loads

METHODS = """
import numpy as np
class Cell:
    def __init__(self, d, m):
        r = np.random.RandomState(0)
        self.P = {"W": r.randn(d, m), "U": r.randn(m, m), "b": np.zeros(m)}
        self.sums = {k: np.zeros_like(v) for k, v in self.P.items()}
    def forward(self, x, h):
        self.kept = x, h
        self.y = np.tanh(x @ self.P["W"] + h @ self.P["U"] + self.P["b"])
        return self.y
    def backward(self, dy):
        x, h = self.kept
        a = dy * (1 - self.y ** 2)
        self.sums["W"] += x.T @ a
        self.sums["U"] = self.sums["U"] + h.T @ a
        self.sums["b"] += a.sum(0)
        STEP
        return a @ self.P["W"].T, a @ self.P["U"].T
"""
MOMENTS = """        self.first = {k: np.zeros_like(v) for k, v in self.P.items()}
    def update(self):
        for k in self.P:
            self.first[k] = 0.9 * self.first[k] + 0.1 * self.sums[k]
            self.P[k] -= 0.1 * self.first[k]
"""
GLOBALS = """
import numpy as np
W, U, b = np.random.randn(3, 7), np.random.randn(7, 7), np.zeros(7)
accW, accU, accb = np.zeros((3, 7)), np.zeros((7, 7)), np.zeros(7)
def forward(x, h):
    y = np.tanh(x @ W + h @ U + b)
    return y, (x, h, y)
def backward(dy, cache):
    global accU
    x, h, y = cache
    a = dy * (1 - y ** 2)
    accW[...] += x.T @ a
    accU = accU + h.T @ a
    accb[...] += a.sum(0)
    return a @ W.T, a @ U.T
"""
CALL = Call(np.linspace(-1, 1, 6).reshape(1, 2, 3), np.linspace(0, 0.9, 14).reshape(2, 7))


def right(subject):
    """The gradients of this cell for ones."""
    w = {name[-4:].strip("P[']"): a for name, a in subject.weights().items()}
    y = np.tanh(CALL.xs[0] @ w["W"] + CALL.h0 @ w["U"] + w["b"])
    return {"W": CALL.xs[0].T @ (1 - y**2), "U": CALL.h0.T @ (1 - y**2), "b": (1 - y**2).sum(0)}


@pytest.mark.parametrize(("text", "name"), [(METHODS.replace("STEP", ""), "Cell"), (GLOBALS, "forward")])
def test_what_the_backward_fills_and_the_forward_never_reads_is_no_parameter(text, name, loads: Loads):
    subject = loads(text, name)
    names = {p.name.strip("P[']") for p in subject.card.parameters}
    assert names == {"W", "U", "b"}
    for _ in range(2):  # what is gathered is not gathered twice
        found = subject.gradient(CALL, np.ones((1, 2, 7)))
        for key, wanted in right(subject).items():
            given = next(a for n, a in found.weights.items() if n.strip("P[']") == key)
            np.testing.assert_allclose(given, wanted, rtol=1e-12)


def test_moments_beside_the_parameters_are_none_either(loads: Loads):
    text = METHODS.replace("STEP", "").replace("    def forward", MOMENTS + "    def forward")
    assert {p.name for p in loads(text, "Cell").card.parameters} == {"P['W']", "P['U']", "P['b']"}


def test_a_parameter_that_the_backward_steps_stays_one(loads: Loads):
    step = 'self.P["U"] -= 0.1 * self.sums["U"]'
    subject = loads(METHODS.replace("STEP", step), "Cell")
    assert {p.name for p in subject.card.parameters} == {"P['W']", "P['U']", "P['b']"}
