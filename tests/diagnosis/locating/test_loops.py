"""The loop around a place, and what decides its order."""

import pytest

from gru_doctor.diagnosis.locating.loops import counted, header_around
from gru_doctor.records import Span

TEXT = """\
def run(x, back):
    for t in range(9):
        h = x[t]
    steps = range(3)
    if back:
        steps = reversed(steps)
    for t in steps:
        h = x[t]
    return [x[t] for t in range(2)] + x
"""


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "a.py"
    path.write_text(TEXT)
    return str(path)


def header(file, line, column):
    return header_around(Span(file, line, column, line, column + 4))


def test_the_loop_is_the_innermost(file):
    assert header(file, 3, 13).text == "range(9)"
    assert header(file, 9, 13).text == "range(2)"
    assert header(file, 9, 40) is None


def test_a_name_leads_to_what_decides_it(file):
    assert (header(file, 8, 13).span.line, header(file, 8, 13).span.end_line) == (5, 6)


@pytest.mark.parametrize("text, told", [
    ("x[t]", False), ("x[:, t]", False), ("x[t - 1]", True), ("x[:, max(t - 1, 0)]", True), ("h[0]", True),
    ("f(x)", False), ("x[", False),
])  # fmt: skip
def test_an_index_that_is_reckoned(text, told):
    assert counted(text) is told
