"""The kind of a cell: what loading claims stands, unless the numbers belie it."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import pytest

from gru_doctor.checks.convention import identify
from gru_doctor.checks.kind import foreign, kind_of
from gru_doctor.checks.knockout import Label, Roles
from gru_doctor.records import Card, Options, Parameter
from tests.loaders.conftest import loads, write

__all__ = ["loads", "write"]

D, H = 3, 7
CARD = Card(
    "Cell", "numpy", "cell", D, H, (), takes_state=True, takes_mask=False,
    returns_sequence=False, gradient=None,
)  # fmt: skip
GATED = {("W", 0): Label("z", "W", 0, 0, 1)}
UNGATED = {("W", 0): Label("n", "W", 0, 0, 1)}


def kind(claim, gates, labels, halves):
    shape = (gates * H * (D + H),)
    card = replace(CARD, kind=claim, parameters=(Parameter("W", shape),))
    return kind_of(card, SimpleNamespace(roles=Roles(labels, halves), silent=()))


@pytest.mark.parametrize(
    ("claim", "gates", "labels", "halves", "expected"),
    [
        ("gru", 3, GATED, True, "gru"),
        ("gru", 1, UNGATED, False, "rnn"),
        ("lstm", 4, UNGATED, False, "lstm"),
        ("lstm", 3, UNGATED, False, "lstm"),
        ("lstm", 4, GATED, True, "lstm"),
        ("lstm", 3, GATED, True, "gru"),
    ],
)
def test_the_kind_that_the_numbers_allow(claim, gates, labels, halves, expected):
    assert kind(claim, gates, labels, halves) == expected


NORMED = """
import numpy as np

def norm(a, gain):
    return gain * (a - a.mean(-1, keepdims=True)) / a.std(-1, keepdims=True)

class Cell:
    def __init__(self, n_in, n_hid):
        self.W, self.U = np.random.randn(n_in, 3 * n_hid), np.random.randn(n_hid, 3 * n_hid)
        self.g, self.k = np.ones(2 * n_hid), np.ones(n_hid)

    def forward(self, x, h):
        n, a, b = h.shape[-1], x @ self.W, h @ self.U
        g = 1 / (1 + np.exp(-norm(a[:, :2 * n] + b[:, :2 * n], self.g)))
        c = np.tanh(norm(a[:, 2 * n:] + g[:, n:] * b[:, 2 * n:], self.k))
        return g[:, :n] * h + (1 - g[:, :n]) * c
"""


def test_gains_that_share_the_gates_of_a_packed_matrix_are_foreign(loads):
    subject = loads(NORMED, "Cell")
    assert foreign(subject, identify(subject, Options()), Options())
