"""A fault of the way over time, and one of the gradient beside it: each is told."""

from __future__ import annotations

from dataclasses import replace

import pytest

from gru_doctor.doctor import examine_all
from gru_doctor.records import Options

OPTIONS = replace(Options(in_process=True), checks=("trust", "gates", "gradient", "sequence"))
TORCH = """\
import torch
from torch import nn


class Windows(nn.Module):
    def __init__(self, features, units):
        super().__init__()
        self.w = nn.Linear(features, 3 * units)
        self.u = nn.Linear(units, 3 * units)
        self.units = units

    def forward(self, x):
        h = x.new_zeros(x.shape[0], self.units)
        out = []
        for t in range(x.shape[1]):
            wr, wz, wn = self.w(x[:, t]).chunk(3, -1)
            ur, uz, un = self.u(h).chunk(3, -1)
            z = torch.sigmoid(wz + uz)
            h = z * h + (1 - z) * torch.tanh(wn + torch.sigmoid(wr + ur) * un)
            out.append(h)
            h = KEPT
        return torch.stack(RETURNED, 1)
"""
HAND = """\
import numpy as np


class Layer:
    def __init__(self, features, units):
        self.Wz, self.Wr, self.Wh = (np.random.randn(features, units) for _ in "zrh")
        self.Uz, self.Ur, self.Uh = (np.random.randn(units, units) for _ in "zrh")

    def forward(self, xs):
        h = np.zeros((xs.shape[1], self.Uz.shape[0]))
        self.seen, out = [], []
        for x in xs:
            z = 1 / (1 + np.exp(-x @ self.Wz - h @ self.Uz))
            r = 1 / (1 + np.exp(-x @ self.Wr - h @ self.Ur))
            c = np.tanh(x @ self.Wh + (r * h) @ self.Uh)
            self.seen.append((x, h, z, r, c))
            new = z * h + (1 - z) * c
            out.append(STORED)
            h = KEPT
        return np.stack(out)

    def backward(self, douts):
        names = ("Wz", "Wr", "Wh", "Uz", "Ur", "Uh")
        grads = {n: np.zeros_like(getattr(self, n)) for n in names}
        dh, dxs = np.zeros_like(douts[0]), []
        for dout, (x, h, z, r, c) in zip(douts[::-1], self.seen[::-1]):
            dh = dh + dout
            dc = dh * (1 - z) * (1 - c ** 2)
            drh = dc @ self.Uh.T
            dz = dh * DZ * z * (1 - z)
            dr = drh * h * r * (1 - r)
            for g, d, state in (("z", dz, h), ("r", dr, h), ("h", dc, r * h)):
                grads["W" + g] += x.T @ d
                grads["U" + g] += state.T @ d
            dxs.append(dz @ self.Wz.T + dr @ self.Wr.T + dc @ self.Wh.T)
            dh = dh * z + drh * r + dz @ self.Uz.T + dr @ self.Ur.T
        return np.stack(dxs[::-1]), grads
"""


def told(tmp_path, text):
    path = tmp_path / "layer.py"
    path.write_text(text)
    (result,) = examine_all([str(path)], OPTIONS, lambda message, share: None).results
    return [(f.code, f.span.line) for f in result.findings if f.severity == "error"]


@pytest.mark.parametrize(
    ("kept", "returned", "wanted"),
    [
        ("h", "out", []),
        ("h", "out[:-1]", [("GRU308", 22)]),
        ("h.detach()", "out[:-1]", [("GRU308", 22), ("GRU218", 21)]),
        ("h.data", "out[::-1]", [("GRU307", 22), ("GRU218", 21)]),
    ],
)
def test_a_cut_beside_a_fault_of_the_sequence(tmp_path, kept, returned, wanted):
    assert told(tmp_path, TORCH.replace("KEPT", kept).replace("RETURNED", returned)) == wanted


@pytest.mark.parametrize(
    ("stored", "kept", "dz", "wanted"),
    [
        ("new", "0 * h", "(h - c)", [("GRU302", 19)]),
        ("new", "0 * h", "(c - h)", [("GRU302", 19), ("GRU211", 30)]),
        ("h", "new", "(h - c)", [("GRU308", 18)]),
        ("h", "new", "(c - h)", [("GRU308", 18), ("GRU211", 30)]),
    ],
)
def test_a_backward_by_hand_beside_it(tmp_path, stored, kept, dz, wanted):
    text = HAND.replace("STORED", stored).replace("KEPT", kept).replace("DZ", dz)
    assert told(tmp_path, text) == wanted
