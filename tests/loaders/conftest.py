"""Files written for one test, loaded as a user's."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from textwrap import dedent

import pytest

from gru_doctor.loaders.load import load
from gru_doctor.loaders.loaded import Loaded
from gru_doctor.records import Options, Target

Loads = Callable[..., Loaded]

CELL = """
import numpy as np

def sigmoid(a):
    return 1 / (1 + np.exp(-a))

class Cell:
    def __init__(self, n_in, n_hid):
        self.W = np.random.randn(n_in, 3 * n_hid)
        self.U = np.random.randn(n_hid, 3 * n_hid)
        self.b = np.zeros(3 * n_hid)

    def forward(self, x, h):
        n = h.shape[-1]
        a, g = x @ self.W + self.b, h @ self.U[:, :2 * n]
        z = sigmoid(a[..., :n] + g[..., :n])
        r = sigmoid(a[..., n:2 * n] + g[..., n:])
        c = np.tanh(a[..., 2 * n:] + (r * h) @ self.U[:, 2 * n:])
        return z * h + (1 - z) * c
"""


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str], str]:
    """Write a file and give its path."""

    def written(text: str, name: str = "mine.py") -> str:
        path = tmp_path / name
        path.write_text(dedent(text), encoding="utf-8")
        return str(path)

    return written


@pytest.fixture
def loads(write: Callable[[str], str]) -> Loads:
    """Load an object of a file given as text."""

    def loaded(text: str, name: str) -> Loaded:
        return load(Target(write(text), name), Options())

    return loaded
