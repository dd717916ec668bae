"""The kind of a cell: what loading claims stands, unless the numbers belie it."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import pytest

from gru_doctor.checks.kind import kind_of
from gru_doctor.checks.knockout import Label, Roles
from gru_doctor.records import Card, Parameter

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
