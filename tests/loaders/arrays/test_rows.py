"""Weights that are kept unit by unit."""

from __future__ import annotations

import pytest

from tests.loaders.conftest import Loads
from tests.loaders.test_load import call, expected

RECORDS = """
import math, random
class Unit:
    def __init__(self, d, n):
        self.W, self.U, self.b = rows(d), rows(n), [0.1, 0.2, 0.3]
def rows(n): return [[random.random() for _ in range(n)] for _ in range(3)]
class Cell:
    def __init__(self, n_in, n_hid):
        self.units = [Unit(n_in, n_hid) for _ in range(n_hid)]
    def gate(self, k, x, h): return [dot(u.W[k], x) + dot(u.U[k], h) + u.b[k] for u in self.units]
"""
NUMBERS = """
import math, random
def rows(n): return [random.random() for _ in range(n)]
class Cell:
    def __init__(self, n_in, n_hid):
        self.units = [[dict(W=rows(n_in), U=rows(n_hid), b=0.0) for _ in range(3)] for _ in range(n_hid)]
    def gate(self, k, x, h):
        return [dot(u[k]['W'], x) + dot(u[k]['U'], h) + u[k]['b'] for u in self.units]
"""
STEP = """
    def step(self, x, h):
        z, r = ([1 / (1 + math.exp(-a)) for a in self.gate(k, x, h)] for k in (0, 1))
        n = [math.tanh(a) for a in self.gate(2, x, [a * b for a, b in zip(r, h)])]
        return [a * b + (1 - a) * c for a, b, c in zip(z, h, n)]
def dot(a, b): return sum(p * q for p, q in zip(a, b))
"""


def test_rows_of_each_unit_make_up_arrays(loads: Loads) -> None:
    subject = loads(RECORDS + STEP, "Cell")
    held = subject.weights()
    assert {n: a.shape for n, a in held.items()} == {
        "units[:].W": (7, 3, 3), "units[:].U": (7, 3, 7), "units[:].b": (7, 3),
    }  # fmt: skip
    asked = call(subject)
    changed = {n: a[::-1] * 0.9 for n, a in held.items()}
    subject.assign(changed)
    packed = {n[-1]: a.transpose(-1, 1, 0) if a.ndim > 2 else a.T for n, a in changed.items()}
    packed = {n: a.reshape(-1, 21) for n, a in packed.items()}
    reference = _Packed(packed)
    assert subject.run(asked).last == pytest.approx(expected(reference, asked)[-1], abs=1e-12)


def test_numbers_beside_the_rows_are_arrays_too(loads: Loads) -> None:
    subject = loads(NUMBERS + STEP, "Cell")
    held = subject.weights()
    assert {a.shape for a in held.values()} == {(7, 3), (7, 7), (7,)} and len(held) == 9
    before = subject.run(call(subject)).last
    name = next(n for n, a in held.items() if a.shape == (7,))
    subject.assign({name: held[name] + 1.0})
    assert subject.weights()[name] == pytest.approx(held[name] + 1.0)
    assert abs(subject.run(call(subject)).last - before).max() > 0.01


class _Packed:
    """Weights as the reference wants them."""

    def __init__(self, held: dict[str, object]) -> None:
        self.held = held

    def weights(self) -> dict[str, object]:
        return self.held
