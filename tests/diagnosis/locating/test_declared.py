"""The statement that names a stored array."""

from __future__ import annotations

import pytest

from gru_doctor.diagnosis.locating.declared import declared

TEXT = """\
U = V = 1


class Cell:
    def __init__(self):
        self.W, self.parts = 1, [2, 3]
        self.inner.weight = 4
        self.parts[1] = 5


class Other:
    W = 6
"""


@pytest.mark.parametrize(
    ("owner", "names", "line"),
    [
        ("Cell", ["W"], 6), ("Cell", ["parts[0]"], 8), ("Cell", ["inner.weight"], 7), ("Other", ["W"], 12),
        ("Cell", ["W", "inner.weight"], 7), ("step", ["U"], 1), ("Cell", ["nowhere"], None),
    ],
)  # fmt: skip
def test_the_last_statement_that_binds_a_name(tmp_path, owner, names, line):
    path = tmp_path / "cell.py"
    path.write_text(TEXT)
    found = declared(str(path), owner, names)
    assert (found.span.line if found else None) == line


def test_no_file_no_place(tmp_path):
    assert declared(str(tmp_path / "gone.py"), "Cell", ["W"]) is None
