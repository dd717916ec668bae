"""Answers of the right form that say what no worker of ours says."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from gru_doctor.records import Card, Moment, Parameter, Site, Span, Trace
from gru_doctor.subject import Call, Gradient, Run
from gru_doctor.worker.answers import checked
from gru_doctor.worker.wire import Malformed

CARD = Card(
    "GRU", "numpy", "cell", 3, 7, (Parameter("W", (3, 21)),), takes_state=True, takes_mask=False,
    returns_sequence=False, gradient=None,
)  # fmt: skip
SPAN = Span("a.py", 1, 1, 1, 2)
SITES = {4: Site(4, SPAN, "x", "Name", "f", SPAN)}
CALL = Call(np.zeros((2, 5, 3)), np.zeros((5, 7)))


def moments(*pairs):
    return Trace(SITES, tuple(Moment(site, begin, None) for site, begin in pairs))


@pytest.mark.parametrize(
    ("name", "arguments", "value"),
    [
        ("load", (), CARD),
        ("record", (CALL,), moments((4, 0), (4, 0), (4, 2))),
        ("run", (CALL,), Run(np.zeros((2, 5, 7)), np.zeros((5, 7)))),
        ("sweep", (CALL, []), np.zeros((0, 0, 0))),
        ("gradient", (CALL, None), Gradient(np.zeros((2, 5, 3)), None, {"W": np.zeros((3, 21))})),
        ("weights", (), {"W": np.zeros(3, np.float32)}),
        ("assign", ({},), None),
    ],
)
def test_what_a_worker_says_is_taken(name, arguments, value):
    assert checked(name, arguments, value) is value


@pytest.mark.parametrize(
    ("name", "arguments", "value"),
    [
        ("load", (), replace(CARD, kind="other")),
        ("load", (), replace(CARD, kind="rnn")),
        ("load", (), replace(CARD, hidden_size=0)),
        ("load", (), replace(CARD, input_size=10**12)),
        ("load", (), replace(CARD, parameters=(Parameter("W", (-3, 21)),))),
        ("load", (), replace(CARD, parameters=(Parameter("W", (10**12,)),))),
        ("load", (), None),
        ("record", (CALL,), moments((5, 0))),
        ("record", (CALL,), moments((4, 1))),
        ("record", (CALL,), moments((4, -1))),
        ("run", (CALL,), Run(np.zeros((2, 4, 7)), None)),
        ("run", (CALL,), Run(None, np.zeros((5, 7), complex))),
        ("sweep", (CALL, [1]), np.zeros((2, 5, 7))),
        ("gradient", (CALL, None), Gradient(np.zeros((2, 5, 4)), None, {})),
        ("weights", (), {"W": np.zeros(3, int)}),
        ("assign", ({},), "done"),
    ],
)
def test_what_none_says_is_refused(name, arguments, value):
    with pytest.raises(Malformed):
        checked(name, arguments, value)
