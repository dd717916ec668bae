"""A graph that is cut is shown where it is, whatever cuts it, beside a forward right or wrong."""

from __future__ import annotations

import pytest

from gru_doctor.checks.gradient import check_gradient
from gru_doctor.diagnosis.gradient.unreached import severed
from gru_doctor.records import Options

CELL = """
import torch
from torch import nn

class Cell(nn.Module):
    def __init__(self, d, m):
        super().__init__()
        self.x, self.h = nn.Linear(d, 3 * m), nn.Linear(m, 3 * m)

    def forward(self, x, h):
        (xz, xr, xn), (hz, hr, hn) = self.x(x).chunk(3, 1), self.h(h).chunk(3, 1)
        z = torch.sigmoid(xz + hz)
        r = torch.sigmoid(xr + hr)
        n = torch.tanh(xn + r * hn)
        return z * h + z * n
"""
CUTS = {
    "no_grad": ("        r = torch", "        with torch.no_grad():\n            r = torch"),
    "detach": ("r = torch.sigmoid(xr + hr)", "r = torch.sigmoid(xr + hr).detach()"),
    "data": ("xn + r * hn", "xn + r.data * hn"),
    "numpy": ("torch.sigmoid(xr + hr)", "torch.tensor(torch.sigmoid(xr + hr).tolist(), dtype=x.dtype)"),
}


def found(loads, *edit):
    text = CELL.replace(*edit) if edit else CELL
    subject = loads(text, "Cell")
    findings = severed(subject, check_gradient(subject, None, Options()), Options())
    return [(f.code, text.splitlines()[f.span.line - 1].strip()) for f in findings]


@pytest.mark.parametrize("way", CUTS)
def test_a_cut_is_shown_beside_a_fault_of_the_forward(way, loads):
    ((code, line),) = found(loads, *CUTS[way])
    wanted = "n = torch.tanh(" if way == "data" else "r = torch."
    assert code == "GRU218" and line.startswith(wanted)


def test_a_whole_graph_has_no_cut(loads):
    assert found(loads) == []
