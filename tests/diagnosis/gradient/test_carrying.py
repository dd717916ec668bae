"""What a backward pass loses between its steps is found in the loop over them."""

from __future__ import annotations

import re
from textwrap import indent

import pytest

from gru_doctor.checks.gradient import check_gradient
from gru_doctor.checks.pulled import trial
from gru_doctor.diagnosis.gradient.backward import gradient_findings
from gru_doctor.diagnosis.gradient.carrying import carried, carries
from gru_doctor.diagnosis.gradient.gradients import GradientGuess, slips
from gru_doctor.diagnosis.gradient.passes import Passes
from gru_doctor.examining.inner import inner_cell
from gru_doctor.records import Options

LAYER = """
import numpy as np

def sigmoid(a):
    return 1 / (1 + np.exp(-a))

class Layer:
    def __init__(self, d, m):
        r = np.random.default_rng(0)
        self.W, self.V = r.normal(size=(d, 3 * m)), r.normal(size=(m, 3 * m))
        self.b = np.zeros(3 * m)

    def forward(self, xs, h):
        m, self.kept, out = h.shape[1], [], []
        for x in xs:
            a, k = x @ self.W + self.b, h @ self.V
            u, r = sigmoid(a[:, :m] + k[:, :m]), sigmoid(a[:, m:2 * m] + k[:, m:2 * m])
            c = np.tanh(a[:, 2 * m:] + r * k[:, 2 * m:])
            self.kept.append((x, h, u, r, c, k[:, 2 * m:]))
            h = u * h + (1 - u) * c
            out.append(h)
        return np.stack(out)

    def backward(self, dout):
        self.dW, self.dV, self.db = 0 * self.W, 0 * self.V, 0 * self.b
        carry, dx = np.zeros_like(dout[0]), [None] * len(dout)
        for t in range(len(dout) - 1, -1, -1):
            x, h, u, r, c, k = self.kept[t]
            d = dout[t] + carry
            dc = d * (1 - u) * (1 - c ** 2)
            du = d * (h - c) * u * (1 - u)
            dr = dc * k * r * (1 - r)
            da, dk = np.hstack([du, dr, dc]), np.hstack([du, dr, dc * r])
            self.dW += x.T @ da
            self.dV += h.T @ dk
            self.db += da.sum(0)
            dx[t] = da @ self.W.T
            carry = d * u + dk @ self.V.T
        return np.stack(dx), carry
"""
LOOP, SUM, HAND = "range(len(dout) - 1, -1, -1)", "d = dout[t] + carry", "carry = d * u + dk @ self.V.T"
WAYS = {
    "what comes in alone": (SUM, "d = dout[t]", "d = dout[t]"),
    "zeros at each step": (SUM, f"carry = np.zeros_like(dout[t]); {SUM}", "carry = np.zeros_like(dout[t])"),
    "cut after some steps": (SUM, f"carry = carry if t != 1 else 0 * carry\n            {SUM}", "carry if t"),
    "never handed on": (HAND, HAND.replace("carry", "dh") + "; left = dh", "dh = d * u"),
    "added at the end only": (SUM, "d = dout[t] if t == len(dout) - 1 else carry", "else carry"),
    "from the first step on": (LOOP, "range(len(dout))", "for t in range(len(dout)):"),
    "a path into it left out": (HAND, "carry = dk @ self.V.T", "carry = dk @"),
    "the first step left out": (LOOP, "range(len(dout) - 1, 0, -1)", "for t in range("),
}


@pytest.fixture(scope="module")
def known():
    """What all these layers are: their forward passes are the same."""
    return {}


def identity(subject, known):
    if not known:
        known["layer"] = inner_cell(subject, Options()).explained.identity
    return known["layer"]


def edited(way):
    old, new, _ = WAYS[way]
    assert LAYER.count(old) == 1
    text = LAYER.replace(old, new).replace("[None] * len(dout)", "[np.zeros_like(x) for x, *_ in self.kept]")
    return text.replace("(dx), carry", "(dx), left") if "left" in new else text


def place(subject, known):
    made = trial(subject, Options(), 3)
    passes = Passes(subject, identity(subject, known), made, made)
    return carried(subject, made, passes.truth.long)


@pytest.mark.parametrize("way", WAYS)
def test_the_line_that_loses_the_carry_is_found(way, loads, known):
    text = edited(way)
    found = place(loads(text, "Layer"), known)
    assert WAYS[way][2] in text.splitlines()[found.span.line - 1]


def test_a_loop_of_its_own_for_each_output_is_the_one_that_ends(loads, known):
    """As tutorials have it: from each output back to the one before and no further."""
    head, body, tail = re.split(r"( +x, h, u.*?\.T\n)(?=        return)", LAYER, flags=re.DOTALL)
    body = indent(body, "    ").replace(f"{SUM}\n", "pass\n").replace(HAND, HAND.replace("carry", "d"))
    loop = "            d = dout[t]\n            for s in range(max(0, t - 1), t + 1)[::-1]:\n"
    text = head + loop + body.replace("[t]", "[s]") + tail
    found = place(loads(text, "Layer"), known)
    assert "for s in range(" in text.splitlines()[found.span.line - 1]


def test_of_the_last_state_alone_the_carry_is_followed_as_well(loads, known):
    text = edited("a path into it left out").replace("np.stack(out)", "out[-1]")
    text = text.replace("def backward(self, dout):", "def backward(self, last):\n        dout = DOUT")
    text = text.replace("DOUT", "[0 * last] * (len(self.kept) - 1) + [last]")
    found = place(loads(text, "Layer"), known)
    assert "carry = dk @" in text.splitlines()[found.span.line - 1]


def test_where_no_gradient_of_the_first_state_comes_back_a_path_shows_in_the_carry():
    lost = GradientGuess("GRU210", "missing-path", "error", "dh.direct", 0.0, 1.0, 0.0, slips()[0][1])
    assert carries(lost, returns_state=False) and not carries(lost, returns_state=True)


def test_a_right_layer_loses_nothing(loads, known):
    assert place(loads(LAYER, "Layer"), known) is None


def test_a_loop_that_leaves_out_the_only_step_is_no_missing_backward(loads, known):
    text = edited("the first step left out")
    subject = loads(text, "Layer")
    who = identity(subject, known)
    (found,) = gradient_findings(subject, who, check_gradient(subject, who, Options()), Options())
    assert found.code == "GRU308" and "for t in range(" in text.splitlines()[found.span.line - 1]
