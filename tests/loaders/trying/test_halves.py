"""Both directions in one object, with arrays of their own."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from gru_doctor.doctor import examine_all
from gru_doctor.records import Options
from gru_doctor.subject import Call
from tests.loaders.conftest import Loads

OPTIONS = replace(Options(in_process=True), checks=("trust", "gates", "sequence"))
BOTH = """\
import numpy as np


def squash(a):
    return 1 / (1 + np.exp(-a))


class Both:
    def __init__(self, n_in, n_out):
        draw = np.random.default_rng(4).normal
        self.p = {way: {"W": draw(size=(3, n_in, n_out)), "U": draw(size=(3, n_out, n_out))} for way in "lr"}
        self.n_out = n_out

    def scan(self, p, x, order):
        h = np.zeros((x.shape[0], self.n_out))
        out = np.zeros((x.shape[0], x.shape[1], self.n_out))
        for t in order:
            z, r = (squash(x[:, t] @ p["W"][k] + h @ p["U"][k]) for k in (0, 1))
            h = z * h + (1 - z) * np.tanh(x[:, t] @ p["W"][2] + (r * h) @ p["U"][2])
            out[:, t] = h
        return out

    def forward(self, x):
        steps = range(x.shape[1])
        right = self.scan(self.p["r"], x, reversed(steps))
        return np.concatenate([self.scan(self.p["l"], x, steps), right], axis=2)
"""


def test_each_half_is_a_layer_of_its_own(loads: Loads) -> None:
    whole = loads(BOTH, "Both")
    assert (whole.card.parts, whole.card.ready, whole.card.hidden_size) == (2, "halves", 14)
    xs = np.random.default_rng(0).normal(size=(4, 2, 3))
    outputs = whole.run(Call(xs)).outputs
    first, second = (whole.part(k, k, Call(given)).outputs for k, given in ((0, xs), (1, xs[::-1])))
    assert outputs is not None and first is not None and second is not None
    np.testing.assert_allclose(outputs, np.concatenate([first, second[::-1]], axis=-1))


@pytest.mark.parametrize(
    ("old", "new", "wanted"),
    [
        ("h", "h", []),
        ("(r * h)", "h", [("GRU114", 19)]),
        ("np.tanh(", "(", [("GRU116", 19)]),
        ("], axis=2)", "[:, ::-1]], axis=2)", [("GRU307", 26)]),
    ],
)
def test_both_are_examined(tmp_path, old, new, wanted):
    path = tmp_path / "both.py"
    path.write_text(BOTH.replace(old, new, 1))
    (result,) = examine_all([str(path)], OPTIONS, lambda message, share: None).results
    errors = [f for f in result.findings if f.severity == "error"]
    assert [(f.code, f.span.line if f.span else None) for f in errors] == wanted
    assert result.verdict == ("faulty" if wanted else "healthy")
