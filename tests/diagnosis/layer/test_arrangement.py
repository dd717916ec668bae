"""Two directions of which one leaves out a step: named, and placed at the loop of that direction."""

from __future__ import annotations

from dataclasses import replace

import pytest

from gru_doctor.doctor import examine_all
from gru_doctor.records import Options

OPTIONS = replace(Options(in_process=True), checks=("trust", "sequence"))
BOTH = """\
import numpy as np


def squash(a):
    return 1 / (1 + np.exp(-a))


class Way:
    def __init__(self, n_in, n_out, back=False):
        self.w = np.random.randn(n_in, 3 * n_out)
        self.u = np.random.randn(n_out, 3 * n_out)
        self.n, self.back = n_out, back

    def forward(self, xs):
        n, h = self.n, np.zeros((xs.shape[1], self.n))
        states = np.zeros((len(xs), xs.shape[1], n))
        steps = ORDER if self.back else range(len(xs))
        for t in steps:
            a, b = xs[t] @ self.w, h @ self.u
            z, r = squash(a[:, :n] + b[:, :n]), squash(a[:, n:-n] + b[:, n:-n])
            h = z * h + (1 - z) * np.tanh(a[:, -n:] + r * b[:, -n:])
            states[t] = h
        return states


class Both:
    def __init__(self, n_in, n_out):
        self.there, self.back = Way(n_in, n_out), Way(n_in, n_out, back=True)

    def forward(self, xs):
        return np.concatenate([self.there.forward(xs), self.back.forward(xs)], axis=-1)
"""
ORDERS = {
    "range(len(xs) - 1, -1, -1)": None,
    "range(len(xs) - 1, 0, -1)": ("GRU308", 17),
    "range(len(xs) - 2, -1, -1)": ("GRU308", 17),
}


@pytest.mark.parametrize(("order", "wanted"), ORDERS.items())
def test_a_direction_that_leaves_out_a_step(tmp_path, order, wanted):
    path = tmp_path / "both.py"
    path.write_text(BOTH.replace("ORDER", order))
    (result,) = examine_all([f"{path}:Both"], OPTIONS, lambda message, share: None).results
    found = [(f.code, f.span.line) for f in result.findings if f.severity == "error"]
    assert found == ([] if wanted is None else [wanted])


def test_what_is_not_turned_back_stands_where_the_layer_is_called(tmp_path):
    text = BOTH.replace("ORDER", "range(len(xs))").replace(
        "self.back.forward(xs)", "self.back.forward(xs[::-1])"
    )
    path = tmp_path / "both.py"
    path.write_text(text)
    (result,) = examine_all([f"{path}:Both"], OPTIONS, lambda message, share: None).results
    assert [(f.code, f.span.line) for f in result.findings] == [("GRU307", 31)]
