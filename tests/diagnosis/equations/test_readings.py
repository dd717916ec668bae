"""Blocks that one gate reads otherwise than the others: it trains alike, and its weights cannot be moved."""

from __future__ import annotations

from dataclasses import replace

import pytest

from gru_doctor.doctor import examine_all
from gru_doctor.records import Options

OPTIONS = replace(Options(in_process=True), checks=("trust", "gates"))
JOINT = """\
import numpy as np

D, H = 4, 5
kernels = {gate: np.random.randn(D + H + 1, H) / 3 for gate in "urn"}


def project(gate, *parts):
    ones = np.ones((len(parts[0]), 1))
    return np.concatenate((*parts, ones), axis=1) @ kernels[gate]


def step(x, h):
    u = 1 / (1 + np.exp(-project("u", x, h)))
    r = 1 / (1 + np.exp(-project("r", x, h)))
    n = np.tanh(project("n", x, r * h))
    return u * h + (1 - u) * n
"""


def told(tmp_path, right: str, wrong: str) -> list[tuple[str, int]]:
    path = tmp_path / "cell.py"
    path.write_text(JOINT.replace(right, wrong))
    (result,) = examine_all([str(path)], OPTIONS, lambda stage, done: None).results
    assert result.verdict == ("faulty" if right != wrong else "healthy")
    return [(f.code, f.span.line) for f in result.findings]


@pytest.mark.parametrize(
    ("right", "wrong", "line"), [('"n", x, r * h', '"n", r * h, x', 15), ('"u", x, h', '"u", h, x', 13)]
)
def test_rows_in_another_order_are_told_at_the_call_that_hands_them_over(tmp_path, right, wrong, line):
    assert told(tmp_path, right, wrong) == [("GRU124", line)]


def test_one_order_throughout_is_right(tmp_path):
    assert told(tmp_path, "", "") == []
