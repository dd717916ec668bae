"""`gru-doctor init` writes beside the file, and never over anything."""

from __future__ import annotations

import pytest

from gru_doctor.drafting.adapting import written
from gru_doctor.errors import FileTrouble, NoTarget, UsageTrouble
from tests.loaders.conftest import CELL


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "mine.py"
    path.write_text(CELL)
    return path


def test_the_text_is_written_and_the_next_command_told(file):
    told = written(str(file))
    beside = file.with_name("mine_doctor.py")
    assert told.startswith(beside.read_text())
    assert told.endswith(f"# written to {beside}; now run: gru-doctor check {file}\n")
    assert "self.cell = mine.Cell(n_in=input_size, n_hid=hidden_size)" in told


def test_nothing_is_written_over(file):
    beside = file.with_name("mine_doctor.py")
    beside.write_text("precious")
    with pytest.raises(FileTrouble, match="is there already"):
        written(f"{file}:Cell")
    assert beside.read_text() == "precious"


def test_with_several_candidates_one_must_be_named(file):
    file.write_text(CELL + CELL[CELL.index("class") :].replace("Cell", "Other"))
    with pytest.raises(UsageTrouble, match="2 candidates: Cell, Other"):
        written(str(file))
    assert not file.with_name("mine_doctor.py").exists()


def test_where_there_is_no_candidate_the_object_must_be_named(file):
    file.write_text("def f(a): return a\n")
    with pytest.raises(NoTarget, match="passed over f"):
        written(str(file))
    assert "mine.f(a=x)" in written(f"{file}:f")
