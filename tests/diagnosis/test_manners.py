"""What a call leaves behind, and where."""

from __future__ import annotations

from dataclasses import replace

from gru_doctor.doctor import examine_all
from gru_doctor.records import Options

OPTIONS = replace(Options(in_process=True), checks=("trust",))
LEAKING = """\
import numpy as np


class Sensor:
    def __init__(self, D, H):
        self.W, self.U, self.h = np.random.randn(3, D, H), np.random.randn(3, H, H), None

    def predict(self, x, h0=None):
        if h0 is not None:
            self.h = h0
        elif self.h is None or len(self.h) != len(x):
            self.h = np.zeros((len(x), self.U.shape[1]))
        states = []
        for t in range(x.shape[1]):
            z, r = (1 / (1 + np.exp(-x[:, t] @ self.W[k] - self.h @ self.U[k])) for k in (0, 1))
            cand = np.tanh(x[:, t] @ self.W[2] + (r * self.h) @ self.U[2])
            self.h = self.h + z * (cand - self.h)
            states.append(self.h)
        return np.stack(states, 1)
"""


def test_a_state_left_behind_stands_where_it_is_stored(tmp_path):
    path = tmp_path / "sensor.py"
    path.write_text(LEAKING)
    (result,) = examine_all([str(path)], OPTIONS, lambda message, share: None).results
    (finding,) = [f for f in result.findings if f.code == "GRU310"]
    assert finding.severity == "error" and finding.span is not None and finding.span.line == 17
