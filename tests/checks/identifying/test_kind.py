"""The kind of a cell: what loading claims stands, unless the numbers belie it."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import pytest

from gru_doctor.checks.identifying.convention import identify
from gru_doctor.checks.identifying.kind import foreign, kind_of, recurrent, uncounted
from gru_doctor.checks.identifying.knockout import Label, Roles
from gru_doctor.examining.inner import inner_cell
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
        ("gru", 3, UNGATED, False, "gru"),
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


CELLS = """
import numpy as np

def s(a):
    return 1 / (1 + np.exp(-a))

class Cell:
    def __init__(self, d, h):
        self.W1, self.W2, self.W3, self.W4 = (np.random.randn(d, h) for _ in range(4))
        self.U1, self.U2, self.U3, self.U4 = (np.random.randn(h, h) for _ in range(4))
        self.b1, self.b2, self.b3 = np.zeros(h), np.zeros(h), np.zeros(h)
        for name in UNSTORED:
            delattr(self, name)

    def forward(self, x, h):
"""
GRU = ("z = s(x @ self.W1 + h @ self.U1 + self.b1)", "r = s(x @ self.W2 + h @ self.U2 + self.b2)",
       "n = np.tanh(x @ self.W3 + (r * h) @ self.U3 + self.b3)")  # fmt: skip
BLEND = "return z * h + (1 - z) * n"
FOURTH, REST = ["W4", "U4"], ["W3", "W4", "U1", "U2", "U3", "U4", "b3"]
MEANT = {
    "minGRU": (["z = s(x @ self.W1 + self.b1)", "n = x @ self.W2 + self.b2", BLEND], REST),
    "CFN": (
        ["t = s(x @ self.W1 + h @ self.U1 + self.b1)", "e = s(x @ self.W2 + h @ self.U2 + self.b2)",
         "return t * np.tanh(h) + e * np.tanh(x @ self.W3)"],
        ["U3", "b3", *FOURTH],
    ),
    "a skip of the input": ([*GRU, f"{BLEND} + x @ self.W4"], ["U4"]),
}  # fmt: skip
WRONG = {
    "a candidate that is added": ([*GRU, "return z * h + (1 - z) * n + 0.5 * n * h"], FOURTH),
    "a dead reset gate": ([*GRU, "n = np.tanh(x @ self.W3 + h @ self.U3 + self.b3)", BLEND], FOURTH),
    "a second fault where arrays lack": (
        [GRU[0], "n = np.tanh(x @ self.W3 + (z * h) @ self.U3 + self.b3)", "return z * h + z * n"],
        ["W2", "U2", "b2", *FOURTH],
    ),
}  # fmt: skip


def cell(body, unstored):
    text = CELLS.replace("UNSTORED", repr(unstored))
    return text + "".join(f"        {line}\n" for line in body)


@pytest.mark.parametrize("name", MEANT)
def test_arrays_that_no_gru_has_may_be_meant(name, loads):
    assert inner_cell(loads(cell(*MEANT[name]), "Cell"), Options()).kind == "other"


@pytest.mark.parametrize("name", WRONG)
def test_the_arrays_of_a_gru_or_a_named_fault_excuse_nothing(name, loads):
    inner = inner_cell(loads(cell(*WRONG[name]), "Cell"), Options())
    assert inner.kind == "gru" and (inner.explained.named or not inner.explained.explained)


def test_no_reset_gate_is_a_variant_where_no_array_waits_for_one(loads):
    body = [GRU[0], "n = np.tanh(x @ self.W3 + h @ self.U3 + self.b3)", BLEND]
    right = inner_cell(loads(cell(body, ["W2", "U2", "b2", *FOURTH]), "Cell"), Options()).explained
    assert right.explained and not right.named and right.identity.convention.variant == "UGRNN"
    unused = inner_cell(loads(cell(body, FOURTH), "Cell"), Options()).explained
    assert [n.fault.code for n in unused.named] == ["GRU114"]


@pytest.mark.parametrize(
    "shapes",
    [
        [(D, 3 * H), (H, 3 * H), (3 * H,)],
        [(3, H, D), (3, H, H), (3, H)],
        [(3, D, H), (3, H, H), (2, 3, H)],
        [(H, 3, D), (H, 3, H)],
        [(D + H, 2 * H), (D + H, H), (2 * H,), (H,)],
        [(3 * H, 1 + D + H)],
        [(1, D, 3 * H), (1, H, 3 * H), (3, 1, H)],
        [(D, H)] * 3 + [(H, H)] * 3 + [(H, 1)] * 6,
        [(3 * H * (D + H + 1),)],
        [(3 * H,)] * (D + H),
    ],
)
def test_the_arrays_of_a_gru_are_counted_in_every_packing(shapes):
    card = replace(CARD, parameters=tuple(Parameter(f"p{i}", shape) for i, shape in enumerate(shapes)))
    assert recurrent(card) and not uncounted(card, ())


@pytest.mark.parametrize(
    "shapes",
    [
        [(D, H)] * 4 + [(H, H)] * 3 + [(H,)] * 3,
        [(D, 3 * H), (H, 2 * H), (3 * H,)],
        [(D + H, 4 * H), (4 * H,)],
        [(3, D, H), (3, H, H), (7 * H,)],
    ],
)
def test_more_or_fewer_arrays_are_not_those_of_a_gru(shapes):
    card = replace(CARD, parameters=tuple(Parameter(f"p{i}", shape) for i, shape in enumerate(shapes)))
    assert uncounted(card, ())
