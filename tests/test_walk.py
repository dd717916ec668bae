from __future__ import annotations

import pytest

from gru_doctor.errors import NoTarget, UsageTrouble
from gru_doctor.records import Options
from gru_doctor.walk import Task, chosen, tasks

CELL = "import numpy as np\ndef {}(x, h, W):\n    return np.tanh(x @ W) * np.tanh(h @ W)\n"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in ("b.py", "a.py", "a_doctor.py", "sub/c.ipynb", "sub/note.txt", ".hid/d.py", "env/e.py"):
        file = tmp_path / name
        file.parent.mkdir(exist_ok=True)
        file.write_text("")
    (tmp_path / "env/pyvenv.cfg").write_text("")
    return tmp_path


def test_a_folder_is_walked_in_order_without_what_is_hidden_installed_or_an_adapter(folder):
    found = [Task(f, found=True) for f in ("./a.py", "./b.py", "./sub/c.ipynb")]
    assert tasks(["."]) == found


def test_a_named_file_stands_for_itself_and_no_pattern_is_put_on_a_name(folder):
    assert tasks(["b.py", "a.py:GRU", "pkg.mod"], "*Cell") == [
        Task("b.py", pattern="*Cell"), Task("a.py", "GRU"), Task("pkg.mod", pattern="*Cell")
    ]  # fmt: skip


def test_a_pattern_of_paths_takes_files_and_folders_once(folder):
    assert tasks(["*.py", "s*", "b.p?"]) == [
        Task(f, found=True) for f in ("a.py", "a_doctor.py", "b.py", "sub/c.ipynb")
    ]


def test_a_pattern_that_fits_nothing_is_not_passed_over(folder):
    assert tasks(["*.pyx"]) == [Task("*.pyx")]


def test_only_the_objects_that_fit_are_chosen(folder):
    file = folder / "b.py"
    file.write_text(CELL.format("gru_one") + CELL.format("gru_two"))
    names = lambda task: [t.name for t in chosen(task, Options())]  # noqa: E731
    assert names(Task("b.py")) == ["gru_one", "gru_two"]
    assert names(Task("b.py", pattern="*two")) == ["gru_two"]
    assert names(Task("b.py", pattern="gru_one")) == ["gru_one"]
    with pytest.raises(NoTarget):
        names(Task("b.py", pattern="x*"))
    with pytest.raises(UsageTrouble):
        names(Task("b.py", pattern="gru_six"))
