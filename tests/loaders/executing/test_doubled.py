"""What asks for float32 is read as float64, and nothing else is touched."""

from __future__ import annotations

import ast

import pytest

from gru_doctor.loaders.executing.doubled import doubled, narrows
from gru_doctor.loaders.load import load
from gru_doctor.records import Options, Target
from tests.loaders.conftest import CELL, Loads

READ = {
    "np.zeros(3, np.float32)": "np.zeros(3, np.float64)",
    "a.astype('f')": "a.astype('float64')",
    "np.empty(n, dtype='f4')": "np.empty(n, dtype='float64')",
    "floatX = 'float32'": "floatX = 'float64'",
    "x.float() + y.half()": "x.double() + y.double()",
    "torch.zeros(2, dtype=torch.float)": "torch.zeros(2, dtype=torch.float64)",
    "torch.FloatTensor(2, 3)": "torch.DoubleTensor(2, 3)",
    "h.type('torch.FloatTensor')": "h.type('torch.DoubleTensor')",
}
LEFT = ["float(x)", "open('f')", "d['f']", "x.float(3)", "a.astype(int)", "np.float64(1)"]


@pytest.mark.parametrize("text", READ)
def test_what_is_read_otherwise(text):
    tree = ast.parse(text)
    assert ast.unparse(doubled(tree)) == READ[text] and narrows(tree)
    assert ast.unparse(tree) == text


@pytest.mark.parametrize("text", LEFT)
def test_what_is_left_alone(text):
    tree = ast.parse(text)
    assert ast.unparse(doubled(tree)) == text and not narrows(tree)


TORCH = """
import torch
from torch import nn
class Cell(nn.Module):
    def __init__(self, d, m):
        super().__init__()
        self.x, self.h = nn.Linear(d, 3 * m), nn.Linear(m, 3 * m)
    def forward(self, x, h):
        (xz, xr, xn), (hz, hr, hn) = self.x(x.float()).chunk(3, 1), self.h(h).chunk(3, 1)
        z, r = torch.sigmoid(xz + hz), torch.sigmoid(xr + hr)
        return z * h + (1 - z) * torch.tanh(xn + r * hn)
"""


def test_a_torch_file_that_mixes_both_is_loaded_in_float64(loads: Loads):
    assert loads(TORCH, "Cell").card.dtype == "float64"


def test_a_numpy_file_is_read_as_it_is_unless_asked(write):
    path = write(CELL.replace("n = h.shape[-1]", "x, h = x.astype('f'), h.astype('f'); n = h.shape[-1]"))
    asked = (load(Target(path, "Cell"), Options(double=double)) for double in (False, True))
    assert [subject.card.dtype for subject in asked] == ["float32", "float64"]
