"""Every way to write a gradient fault is found at the line where its first wrong value is made."""

from __future__ import annotations

from dataclasses import replace
from textwrap import dedent

import pytest

from gru_doctor.checks.gradient import check_gradient
from gru_doctor.checks.identifying.convention import identify
from gru_doctor.diagnosis.gradient.backward import gradient_findings
from gru_doctor.records import Options
from tests.sources import CELL

# The line as it should be, as it is, the code, and the line that must be named where it is another.
WAYS = [
    ("dz = dout * (h - n)", "dz = dout * (n - h)", "GRU211"),
    ("daz = dz * z * (1 - z)", "daz = dz", "GRU214"),
    ("dr = dan * hn", "dr = dan * r", "GRU215"),  # the number of dm, which is right elsewhere
    ("dm = dan * r", "dm = dan", "GRU215"),
    ("x, h, r, z, n, hn = self.cache", "x, h, z, r, n, hn = self.cache", "GRU215"),
    ("dx_side = np.concatenate([dar, daz, dan]", "dx_side = np.concatenate([daz, dar, dan]", "GRU215"),
    ("dh_side = np.concatenate([dar, daz, dm]", "dh_side = np.concatenate([dar, daz, dan]", "GRU215"),
    ("self.dc = dh_side", "self.dc = dx_side", "GRU215"),
    ("self.dc = dh_side.sum(axis=0)", "self.dc = dh_side", "GRU220"),
    ("dan = dout *", "dan = 0.3 * dout *", "GRU212"),
    ("dx_side = np", "dx_side = -np", "GRU211"),
    ("self.dU = h.T @ dh_side", "self.dU = (dh_side.T @ h).reshape(self.U.shape)", "GRU219"),
    ("dr = dan * hn", "raise NotImplementedError('later')", "GRU221"),
    ("dz = dout * (h - n)", "return 0 * x, 0 * h", "GRU221"),
]


@pytest.mark.parametrize(("right", "wrong", "code"), WAYS)
def test_the_line_of_a_wrong_backward(loads, right, wrong, code):
    text = CELL.replace(right, wrong, 1)
    assert text != CELL
    (finding,) = findings_of(loads(text, "Cell"))
    assert code in (finding.code, *finding.also)
    assert wrong in text.splitlines()[finding.span.line - 1]


FUNCTION = dedent("""
    import torch

    class Tail(torch.autograd.Function):
        @staticmethod
        def forward(ctx, i, j, h):
            (xr, xz, xn), (hr, hz, hn) = i.chunk(3, 1), j.chunk(3, 1)
            r, z = torch.sigmoid(xr + hr), torch.sigmoid(xz + hz)
            n = torch.tanh(xn + r * hn)
            ctx.save_for_backward(r, z, n, hn, h)
            return n + z * (h - n)

        @staticmethod
        def backward(ctx, g):
            r, z, n, hn, h = ctx.saved_tensors
            dn = g * (1 - z) * (1 - n * n)
            dz = g * (h - n) * z * (1 - z)
            dr = dn * hn * r * (1 - r)
            di = torch.cat([dr, dz, dn], 1)
            dj = torch.cat([dr, dz, dn * r], 1)
            return di, dj, g * z

    tail = Tail.apply

    class Cell(torch.nn.Module):
        def __init__(self, n_in, n_hid):
            super().__init__()
            self.i, self.j = torch.nn.Linear(n_in, 3 * n_hid), torch.nn.Linear(n_hid, 3 * n_hid)

        def forward(self, x, h):
            return tail(self.i(x), self.j(h), h)
""").lstrip()


def test_what_a_function_returns_is_that_of_what_it_was_given(loads):
    wrong = "dj = torch.cat([dr, dz, dn], 1)"
    text = FUNCTION.replace("dj = torch.cat([dr, dz, dn * r], 1)", wrong)
    (finding,) = findings_of(loads(text, "Cell"))
    assert finding.code == "GRU215"
    assert wrong in text.splitlines()[finding.span.line - 1]


def test_a_right_backward_has_no_finding(loads):
    assert findings_of(loads(CELL, "Cell")) == []


def findings_of(subject):
    options = replace(Options(), steps=3)
    identity = identify(subject, options).candidates[0]
    return gradient_findings(subject, identity, check_gradient(subject, identity, options), options)
