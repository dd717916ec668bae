"""A stack whose layers are one object."""

from __future__ import annotations

from dataclasses import replace

import pytest

from gru_doctor.doctor import examine_all
from gru_doctor.records import Options

OPTIONS = replace(Options(in_process=True), checks=("trust", "sequence"))
STACK = """\
import numpy as np


class Layer:
    def __init__(self, n_in, n_out):
        self.W, self.U = np.random.randn(3, n_in, n_out), np.random.randn(3, n_out, n_out)

    def forward(self, xs):
        h, out = np.zeros((xs.shape[1], self.U.shape[1])), []
        for x in xs:
            z, r = (1 / (1 + np.exp(-x @ self.W[k] - h @ self.U[k])) for k in (0, 1))
            h = z * h + (1 - z) * np.tanh(x @ self.W[2] + (r * h) @ self.U[2])
            out.append(h)
        return np.stack(out)


class Tower:
    def __init__(self, size):
        self.layers = LAYERS

    def forward(self, xs):
        for layer in self.layers:
            xs = layer.forward(xs)
        return xs
"""


@pytest.mark.parametrize(
    ("layers", "wanted"),
    [
        ("[Layer(size, size) for _ in range(3)]", []),
        ("[Layer(size, size)] * 3", [("GRU121", 19)]),
        ("2 * (Layer(size, size),)", [("GRU121", 19)]),
    ],
)
def test_one_layer_for_all_storeys(tmp_path, layers, wanted):
    path = tmp_path / "tower.py"
    path.write_text(STACK.replace("LAYERS", layers))
    (result,) = examine_all([f"{path}:Tower"], OPTIONS, lambda message, share: None).results
    assert [(f.code, f.span.line) for f in result.findings] == wanted
    assert result.verdict == ("faulty" if wanted else "healthy")
