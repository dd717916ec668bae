"""Backward passes that start from the target of a loss."""

from __future__ import annotations

from textwrap import dedent

import pytest

from gru_doctor.doctor import examine_all
from gru_doctor.records import Options

HEAD = """
    import numpy as np

    def sig(a):
        return 1 / (1 + np.exp(-a))

    class Model:
        def __init__(self, n_in, n_hid, n_out):
            g = np.random.RandomState(1)
            self.W, self.U = g.randn(3, n_hid, n_in), g.randn(3, n_hid, n_hid)
            self.b, self.V = g.randn(3, n_hid), g.randn(n_out, n_hid)
"""
STEP = """
                z = sig(self.W[0] @ x + self.U[0] @ h + self.b[0])
                r = sig(self.W[1] @ x + self.U[1] @ h + self.b[1])
                n = np.tanh(self.W[2] @ x + self.U[2] @ (r * h) + self.b[2])
"""
BACK = """
                dn, dz = dh * (1 - z) * (1 - n * n), dh * (h - n) * z * (1 - z)
                drh = self.U[2].T @ dn
                dr = drh * h * r * (1 - r)
                for k, (d, by) in enumerate(((dz, h), (dr, h), (dn, r * h))):
                    dW[k] += np.outer(d, x)
                    dU[k] += np.outer(d, by)
                    db[k] += d
                dh = dh * z + drh * r + self.U[0].T @ dz + self.U[1].T @ dr
"""
EMPTY = "dW, dU, db = np.zeros_like(self.W), np.zeros_like(self.U), np.zeros_like(self.b)"
CLASSIFIER = f"""{HEAD}
        def forward(self, xs):
            h, self.kept = np.zeros(len(self.b[0])), []
            for x in xs:{STEP}
                self.kept.append((x, h, z, r, n))
                h = z * h + (1 - z) * n
            self.h = h
            scores = np.exp(self.V @ h)
            self.p = scores / scores.sum()
            return self.p

        def backward(self, label):
            {EMPTY}
            d = self.p.copy()
            d[label] -= 1
            dV, dh = np.outer(d, self.h), self.V.T @ d
            for x, h, z, r, n in self.kept[::-1]:{BACK}
            return dW, dU, db, dV
"""
TAGGER = f"""{HEAD}
        def forward(self, xs):
            s, self.kept = np.zeros((len(xs) + 1, len(self.b[0]))), []
            for t, x in enumerate(xs):
                h = s[t - 1]{STEP}
                self.kept.append((x, h, z, r, n))
                s[t] = z * h + (1 - z) * n
            return s @ self.V.T, s

        def bptt(self, xs, wanted):
            {EMPTY}
            guesses, s = self.forward(xs)
            dh = np.zeros(len(self.b[0]))
            for t in reversed(range(len(xs))):
                x, h, z, r, n = self.kept[t]
                dh = dh + self.V.T @ (guesses[t] - wanted[t]){BACK}
            return dW, dU, db
"""
LAST = TAGGER.replace(
    "dh = np.zeros(len(self.b[0]))", "dh = self.V.T @ (guesses[len(xs) - 1] - wanted)"
).replace("dh = dh + self.V.T @ (guesses[t] - wanted[t])", "pass")
OPTIONS = Options(checks=("trust", "gates", "sequence", "gradient"), in_process=True)


def result(write, text):
    (found,) = examine_all([str(write(text))], OPTIONS, lambda *_: None).results
    return found


@pytest.mark.parametrize("text", [CLASSIFIER, TAGGER])
def test_a_right_one_passes_whatever_its_loss(write, text):
    found = result(write, text)
    assert found.verdict == "healthy"
    assert {c.name: c.status for c in found.checks}["gradient"] == "pass"
    assert "V" not in {p.name for p in found.card.parameters}


@pytest.mark.parametrize(
    ("text", "right", "wrong", "code", "at"),
    [
        (CLASSIFIER, "(h - n)", "(n - h)", "GRU211", "dn, dz ="),
        (TAGGER, " + self.U[1].T @ dr", "", "GRU210", "dh = dh * z"),
    ],
)
def test_a_wrong_one_is_told_at_its_line(write, text, right, wrong, code, at):
    text = text.replace(right, wrong)
    (finding,) = result(write, text).findings
    line = next(n for n, line in enumerate(dedent(text).splitlines(), 1) if at in line)
    assert (finding.code, finding.span.line) == (code, line)


def test_a_loss_of_the_last_state_alone_asks_for_no_other(write):
    found = result(write, LAST)
    assert (found.verdict, found.card.returns_sequence) == ("healthy", False)
    assert {c.name: c.status for c in found.checks}["gradient"] == "pass"


def test_one_whose_loss_cannot_be_entered_is_not_judged(write):
    found = result(write, CLASSIFIER.replace("d[label] -= 1", "d -= label['wanted']"))
    assert (found.verdict, found.findings) == ("error", ())
