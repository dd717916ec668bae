"""A GRU over tokens whose forward and backward pass are methods, or functions, apart."""

from __future__ import annotations

from textwrap import indent

import numpy as np
import pytest

from gru_doctor.errors import NotExamined
from tests.loaders.conftest import Loads
from tests.loaders.tokens.test_loss import LOSS, asked

HEAD, BODY = LOSS.split("def lossFun(ids, targets, h):\n")
FORWARD, BACKWARD = BODY.split("    dW, dU, db, dV = ", 1)
FORWARD = "\n".join(line for line in FORWARD.splitlines() if "targets" not in line)
BACKWARD = "    dW, dU, db, dV = " + BACKWARD.split("    for d in")[0]
METHODS = (
    HEAD
    + "class Model:\n    def __init__(self, hidden_size): pass\n    def forward(self, ids, h):\n"
    + indent(FORWARD, "    ")
    + "\n        CHANCES\n        return hs, ks, ps\n    def backward(self, hs, ks, targets):\n"
    + indent(BACKWARD + "    return dW, dU, db, dV\n", "    ").replace(
        "range(len(ids))", "range(len(targets))"
    )
)
FUNCTIONS = (
    HEAD
    + "def forward(ids, h):\n"
    + FORWARD
    + "\n    CHANCES\n    return hs, ks, ps\ndef backward(hs, ks, targets):\n"
    + (BACKWARD + "    return dW, dU, db, dV\n").replace("range(len(ids))", "range(len(targets))")
)
TOLD = "ps = {t: k[4] for t, k in ks.items()}"
LOSS_OF_ITS_OWN = """
    def loss(self, ks, targets):
        return -sum(np.log(k[4][targets[t]]) for t, k in ks.items())
"""


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (METHODS.replace("CHANCES", TOLD), "Model"),
        (METHODS.replace("CHANCES", "ps = 0.0") + LOSS_OF_ITS_OWN, "Model"),
        (FUNCTIONS.replace("CHANCES", TOLD), "forward"),
    ],
)
def test_the_gradient_is_that_of_the_states(text: str, name: str, loads: Loads) -> None:
    whole, apart = loads(LOSS, "lossFun"), loads(text, name)
    asking = asked(4)
    apart.assign(whole.weights())
    cotangent = np.random.default_rng(4).normal(size=(2, 7))
    given, right = apart.gradient(asking, cotangent).weights, whole.gradient(asking, cotangent).weights
    assert given.keys() == right.keys() == {"W", "U", "b"}
    for name, expected in right.items():
        assert given[name] == pytest.approx(expected, abs=1e-9)


def test_a_backward_that_no_loss_tells_of_is_not_passed_over(loads: Loads) -> None:
    subject = loads(METHODS.replace("CHANCES", "ps = 0.0"), "Model")
    with pytest.raises(NotExamined, match="targets"):
        subject.gradient(asked(3), np.ones((2, 7)))
