"""An array of one direction that the other's stands in for."""

from __future__ import annotations

from dataclasses import replace

import pytest

from gru_doctor.doctor import examine_all
from gru_doctor.records import Options

OPTIONS = replace(Options(in_process=True), checks=("trust", "gates", "sequence"))
BOTH = """\
import numpy as np


class Reader:
    def __init__(self, n_in, n_hid):
        draw = np.random.randn
        self.there, self.there_new = draw(n_in + n_hid, 2 * n_hid), draw(n_in + n_hid, n_hid)
        self.back, self.back_new = draw(n_in + n_hid, 2 * n_hid), draw(n_in + n_hid, n_hid)

    def walk(self, xs, gates, new):
        h, out = np.zeros((xs.shape[1], new.shape[1])), []
        for x in xs:
            z, r = np.split(1 / (1 + np.exp(-np.concatenate([x, h], 1) @ gates)), 2, axis=1)
            h = z * h + (1 - z) * np.tanh(np.concatenate([x, r * h], 1) @ new)
            out.append(h)
        return np.stack(out)

    def forward(self, xs):
        there = self.walk(xs, self.there, self.there_new)
        back = self.walk(xs[::-1], self.back, NEW)[::-1]
        return np.concatenate([there, back], axis=2)
"""


@pytest.mark.parametrize(("new", "wanted"), [("self.back_new", []), ("self.there_new", [("GRU111", 8)])])
def test_it_is_told_where_it_is_stored(tmp_path, new, wanted):
    path = tmp_path / "reader.py"
    path.write_text(BOTH.replace("NEW", new))
    (result,) = examine_all([str(path)], OPTIONS, lambda message, share: None).results
    assert [(f.code, f.span.line) for f in result.findings] == wanted
    assert result.verdict == ("faulty" if wanted else "healthy")
