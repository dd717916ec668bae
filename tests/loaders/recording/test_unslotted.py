"""What a class with slots holds is found all the same."""

from __future__ import annotations

import pytest

PLAIN = """
import numpy as np

class Cell:
    __slots__ = ("W", "U")

    def __init__(self, n_in, n_hid):
        self.W, self.U = np.zeros((n_in, n_hid)), np.zeros((n_hid, n_hid))

    def step(self, x, h):
        return np.tanh(x @ self.W + h @ self.U) + 0 * len(self.__slots__)
"""
RECORD = """
from dataclasses import dataclass
import numpy as np

@dataclass(slots=True)
class Cell:
    W: np.ndarray
    U: np.ndarray

    def step(self, x, h):
        return np.tanh(x @ self.W + h @ self.U)
"""


@pytest.mark.parametrize("text", [PLAIN, RECORD], ids=["a class", "a record"])
def test_the_arrays_are_found(loads, text):
    assert [p.name for p in loads(text, "Cell").card.parameters] == ["W", "U"]
