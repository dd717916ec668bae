"""Weights made by the file's own functions."""

import pytest

from tests.loaders.conftest import Loads

RECORD = """
from dataclasses import dataclass
import numpy as np

@dataclass
class Weights:
    W: np.ndarray
    U: np.ndarray
    b: np.ndarray

def advance(w: Weights, h, x):
    n = h.shape[-1]
    a, g = x @ w.W + w.b, h @ w.U[:, :2 * n]
    z, r = (1 / (1 + np.exp(-(a[:, i:i + n] + g[:, i:i + n]))) for i in (0, n))
    return z * h + (1 - z) * np.tanh(a[:, 2 * n:] + (r * h) @ w.U[:, 2 * n:])

"""
FUNCTION = """
def fresh(key, d, n):
    g = np.random.default_rng(key)
    return Weights(g.normal(0, 1, (d, 3 * n)), g.normal(0, 1, (n, 3 * n)), np.zeros(3 * n))
"""
METHOD = """
    @classmethod
    def random(cls, d, n):
        return cls(np.random.randn(d, 3 * n), np.random.randn(n, 3 * n), np.zeros(3 * n))
"""
MAKING = [RECORD + FUNCTION, RECORD.replace("    b: np.ndarray\n", "    b: np.ndarray\n" + METHOD)]

GATES = """
from typing import NamedTuple
import numpy as np

class Gate(NamedTuple):
    x: np.ndarray
    h: np.ndarray

class Gates(NamedTuple):
    z: Gate
    r: Gate
    n: Gate

def new_gates(d, n): return Gates(*(Gate(np.random.randn(d, n), np.random.randn(n, n)) for _ in range(3)))
def sigmoid(a): return 1 / (1 + np.exp(-a))
def act(g, x, h): return x @ g.x + h @ g.h
def cell(w, x, h):
    z, r = sigmoid(act(w.z, x, h)), sigmoid(act(w.r, x, h))
    return z * h + (1 - z) * np.tanh(act(w.n, x, r * h))
"""


def test_records_of_records_are_made_too(loads: Loads) -> None:
    assert {a.shape for a in loads(GATES, "cell").weights().values()} == {(3, 7), (7, 7)}


@pytest.mark.parametrize("source", MAKING)
def test_a_record_of_weights_comes_from_what_makes_it(loads: Loads, source: str) -> None:
    subject = loads(source, "advance")
    shapes = {name.split(".")[-1]: array.shape for name, array in subject.weights().items()}
    assert shapes == {"W": (3, 21), "U": (7, 21), "b": (21,)}
