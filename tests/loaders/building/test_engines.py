"""Cells on a file's own automatic differentiation."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from gru_doctor.loaders.calling.probing import whole
from tests.loaders.conftest import Loads
from tests.loaders.test_load import call, expected

SEEDED = """
    def backward(self):
        self.grad = np.ones_like(self.data)
        order, seen = [], set()
        def visit(t):
            if id(t) in seen: return
            seen.add(id(t))
            for p, _ in t.parents: visit(p)
            order.append(t)
        visit(self)
        for t in reversed(order):
            for p, back in t.parents: p.grad = p.grad + fit(back(t.grad), p.data.shape)
"""
GIVEN = """
    def backward(self, gradient):
        self.grad = self.grad + gradient
        for p, back in self.parents: p.backward(fit(back(gradient), p.data.shape))
"""
ENGINE = """
import numpy as np
def fit(g, shape):
    while g.ndim > len(shape): g = g.sum(0)
    return g
class Tensor:
    def __init__(self, data, parents=()):
        self.data, self.parents = np.asarray(data, dtype=float), parents
        self.grad = np.zeros_like(self.data)
    def __add__(self, o):
        return Tensor(self.data + o.data, [(self, lambda g: g), (o, lambda g: g)])
    def __mul__(self, o):
        return Tensor(self.data * o.data, [(self, lambda g: g * o.data), (o, lambda g: g * self.data)])
    def __matmul__(self, o):
        return Tensor(self.data @ o.data, [(self, lambda g: g @ o.data.T), (o, lambda g: self.data.T @ g)])
    def part(self, i, n):
        def back(g):
            whole = np.zeros_like(self.data)
            whole[..., i * n:i * n + n] = g
            return whole
        return Tensor(self.data[..., i * n:i * n + n], [(self, back)])
    def squash(self, f, slope):
        y = f(self.data)
        return Tensor(y, [(self, lambda g: g * slope(y))])
def sigmoid(t): return t.squash(lambda a: 1 / (1 + np.exp(-a)), lambda y: y * (1 - y))
def tanh(t): return t.squash(np.tanh, lambda y: 1 - y * y)
"""
CELL = """
class Cell:
    def __init__(self, n_in, n_hid):
        self.n = n_hid
        self.W, self.U, self.b = (Tensor(np.random.randn(*s)) for s in (
            (n_in, 3 * n_hid), (n_hid, 3 * n_hid), (3 * n_hid,)))
    def step(self, x, h):
        a, n = x @ self.W + self.b, self.n
        z = sigmoid(a.part(0, n) + h @ self.U.part(0, n))
        r = sigmoid(a.part(1, n) + h @ self.U.part(1, n))
        c = tanh(a.part(2, n) + (r * h) @ self.U.part(2, n))
        return z * h + (Tensor(1.0) + z * Tensor(-1.0)) * c
"""
LAYER = (
    CELL
    + """
class Layer(Cell):
    def forward(self, xs):
        h, states = Tensor(np.zeros((len(xs[0].data), self.n))), []
        for x in xs:
            h = self.step(x, h)
            states.append(h)
        return states
"""
)


@pytest.mark.parametrize(("backward", "cell"), [(SEEDED, "Cell"), (GIVEN, "Cell"), (GIVEN, "Layer")])
def test_its_own_backward_gives_the_gradients(backward: str, cell: str, loads: Loads) -> None:
    source = ENGINE.replace("def sigmoid", backward + "def sigmoid", 1)
    subject = loads(source + LAYER, cell)
    asked = call(subject, 3)
    assert {p.name for p in subject.card.parameters} == {"W", "U", "b"}
    states = whole(subject.run(asked))
    assert states == pytest.approx(expected(subject, asked), abs=1e-12)
    given, weights = subject.gradient(asked, states), subject.weights()
    for name, kept in weights.items():
        turned, ends = np.cos(np.arange(kept.size)).reshape(kept.shape), []
        for step in (1e-5, -1e-5):
            subject.assign({name: kept + step * turned})
            ends.append(whole(subject.run(asked)))
        subject.assign({name: kept})
        slope = ((ends[0] - ends[1]) * states).sum() / 2e-5
        assert (given.weights[name] * turned).sum() == pytest.approx(slope, rel=1e-6)
    moved = [whole(subject.run(replace(asked, xs=asked.xs + e))) for e in (1e-5, -1e-5)]
    assert given.xs.sum() == pytest.approx(((moved[0] - moved[1]) * states).sum() / 2e-5, rel=1e-6)
