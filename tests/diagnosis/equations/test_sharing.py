"""Two names for one array: where they were made one, and what merely follows."""

from __future__ import annotations

from dataclasses import replace

import pytest

from gru_doctor.diagnosis.equations.sharing import shared
from gru_doctor.doctor import examine_all
from gru_doctor.records import Options

OPTIONS = replace(Options(in_process=True), checks=("trust", "gates"))
CELL = """\
import numpy as np


class Cell:
    def __init__(self, n_in, n_hid):
        self.W = [np.random.randn(n_in, n_hid) for _ in range(3)]
        self.U = [np.random.randn(n_hid, n_hid)] * 3

    def step(self, x, h):
        z, r = (1 / (1 + np.exp(-x @ self.W[k] - h @ self.U[k])) for k in (0, 1))
        return z * h + (1 - z) * np.tanh(x @ self.W[2] + (r * h) @ self.U[2])
"""
TORCH = """\
import torch
from torch import nn


class Cell(nn.Module):
    def __init__(self, n_in, n_hid):
        super().__init__()
        self.inp = nn.ModuleList([nn.Linear(n_in, n_hid) for _ in range(3)])
        self.rec = nn.ModuleList([nn.Linear(n_hid, n_hid, bias=False)] * 3)

    def forward(self, x, h):
        z, r = (torch.sigmoid(self.inp[k](x) + self.rec[k](h)) for k in (0, 1))
        return z * h + (1 - z) * torch.tanh(self.inp[2](x) + self.rec[2](r * h))
"""


def test_gates_with_one_matrix_are_told_of_once(tmp_path):
    path = tmp_path / "cell.py"
    path.write_text(CELL)
    (result,) = examine_all([str(path)], OPTIONS, lambda message, share: None).results
    (finding,) = [f for f in result.findings if f.severity == "error"]
    assert finding.code == "GRU121"


TIED = """\
import numpy as np


class Cell:
    def __init__(self, n_in, n_hid):
        self.Wz, self.Wr, self.Wn = (np.random.randn(n_in, n_hid) for _ in range(3))
        self.Uz, self.Un = (np.random.randn(n_hid, n_hid) for _ in range(2))
        self.Ur = self.Uz

    def step(self, x, h):
        z, r = (1 / (1 + np.exp(-x @ W - h @ U)) for W, U in ((self.Wz, self.Uz), (self.Wr, self.Ur)))
        return z * h + (1 - z) * np.tanh(x @ self.Wn + (r * h) @ self.Un)
"""


@pytest.mark.parametrize(
    ("text", "line"), [(CELL, 7), (TORCH, 9), (TIED, 8), (TIED.replace("= self.Uz", "= self.Uz[:]"), 8)]
)
def test_it_stands_where_the_array_was_given_its_names(loads, text, line):
    span = shared(loads(text, "Cell"), Options()).span
    assert span is not None and span.line == line
