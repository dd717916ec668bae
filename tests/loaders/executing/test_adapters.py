"""Adapters: files that the loader cannot take are diagnosed through them, on the file's own lines."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest
from typer.testing import CliRunner

from gru_doctor.cli import app
from gru_doctor.doctor import examine_all
from gru_doctor.drafting.drafts import draft
from gru_doctor.errors import ImportTrouble
from gru_doctor.loaders.executing.adapters import adapted, adapter_of, adapter_path, blanks, numbered
from gru_doctor.loaders.load import load
from gru_doctor.loaders.text.source import parse, read
from gru_doctor.records import Options, Result, Target

QUICK = Options(checks=("trust", "gates"), in_process=True)

BOARD = """
    import numpy as np

    corpus = open("a_corpus_that_is_not_here.txt").read()


    class Spec:
        def __init__(self, units, feed, seed):
            self.units, self.feed, self.seed = units, feed, seed


    class Board:
        def __init__(self, spec, bus):
            bus.attach(self)
            if not isinstance(spec, Spec):
                raise TypeError("spec must be a Spec")
            draw = np.random.RandomState(spec.seed).randn
            self.arr = {k: draw(spec.feed, spec.units) for k in "zrn"}
            self.rec = {k: draw(spec.units, spec.units) for k in "zrn"}

        def pulse(self, tick, packet, previous):
            if not isinstance(tick, str):
                raise TypeError("tick is a label")
            z = 1 / (1 + np.exp(-packet @ self.arr["z"] - previous @ self.rec["z"]))
            r = 1 / (1 + np.exp(-packet @ self.arr["r"] - previous @ self.rec["r"]))
            n = np.tanh(packet @ self.arr["n"] + (r * previous) @ self.rec["n"])
            return tick, z * previous + (1 - z) * n
"""
BOARD_FILLED = {
    "feed=...": "feed=input_size",
    "bus=...": 'bus=type("Bus", (), {"attach": lambda self, board: None})()',
    "tick=...": 'tick="now"',
}
RACK = """
    import torch


    class Clock:
        def __init__(self, rate):
            if rate != 16000:
                raise ValueError("rate must be 16000")
            self.rate = rate


    def shelf(frame, clock, state, kit):
        if clock.rate != 16000:
            raise ValueError("wrong clock")
        W, U = kit.tensors
        a, g = (frame @ W).chunk(3, -1), (state @ U).chunk(3, -1)
        z, r = torch.sigmoid(a[0] + g[0]), torch.sigmoid(a[1] + g[1])
        n = torch.tanh(a[2] + r * g[2])
        return {"state": (1 - z) * n + z * state, "clock": clock}
"""
RACK_FILLED = {
    "rate=...": "rate=16000",
    "kit = ...": "kit = SimpleNamespace(tensors=(torch.randn(input_size, 3 * hidden_size), "
    "torch.randn(hidden_size, 3 * hidden_size)))",
    "import rack": "from types import SimpleNamespace\n\nimport torch\n\nimport rack",
}


def adapted_result(folder: Path, stem: str, text: str, filled: dict[str, str], name: str) -> Result:
    """The examination of a file after its drafted adapter was filled in."""
    file = folder / f"{stem}.py"
    file.write_text(dedent(text))
    written = draft(read(str(file)), name)
    for blank, answer in filled.items():
        assert blank in written, written
        written = written.replace(blank, answer)
    adapter_path(str(file)).write_text(written)
    return examine_all([str(file)], QUICK, lambda *_: None).results[0]


CASES = {
    "board": ("board", BOARD, BOARD_FILLED, "Board"),
    "rack": ("rack", RACK, RACK_FILLED, "shelf"),
}
FAULTS = {
    "board": ("(r * previous) @", "previous @", "GRU114"),
    "rack": ("n = torch.tanh(a[2] + r * g[2])", "n = torch.sigmoid(a[2] + r * g[2])", "GRU116"),
}


def test_without_an_adapter_it_cannot_be_loaded(tmp_path: Path) -> None:
    file = tmp_path / "board.py"
    file.write_text(dedent(BOARD))
    error = examine_all([f"{file}:Board"], QUICK, lambda *_: None).results[0].error
    assert error is not None and error.kind == "construct"
    assert error.hint.endswith(f"gru-doctor init {file}:Board")


@pytest.mark.parametrize("case", CASES)
def test_a_right_cell_is_healthy_through_its_adapter(tmp_path: Path, case: str) -> None:
    result = adapted_result(tmp_path, *CASES[case])
    assert (result.verdict, result.findings) == ("healthy", ()), result.error
    assert any("_doctor.py says" in note for note in result.notes)


def test_the_configured_folder_holds_the_adapter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = tmp_path / "cells"
    home.mkdir()
    adapted_result(home, *CASES["board"])
    (tmp_path / "doctors").mkdir()
    (home / "board_doctor.py").rename(tmp_path / "doctors" / "board_doctor.py")
    monkeypatch.chdir(home)
    words = ["check", "board.py:Board", "--checks", "trust,gates", "--in-process", "--format", "csv"]
    assert CliRunner().invoke(app, words).exit_code == 2
    (tmp_path / "gru-doctor.toml").write_text('adapters = "doctors"\n')
    told = CliRunner().invoke(app, words)
    assert (told.exit_code, ",healthy," in told.stdout) == (0, True), told.output


@pytest.mark.parametrize("case", CASES)
def test_a_fault_is_found_on_the_line_of_the_file(tmp_path: Path, case: str) -> None:
    stem, text, filled, name = CASES[case]
    right, wrong, code = FAULTS[case]
    text = dedent(text).replace(right, wrong)
    first = adapted_result(tmp_path, stem, text, filled, name).findings[0]
    assert first.code == code and first.span is not None
    assert Path(first.span.file).name == f"{stem}.py"
    assert wrong in text.splitlines()[first.span.line - 1]


def test_a_file_that_does_not_import_the_other_is_no_adapter(tmp_path: Path) -> None:
    (tmp_path / "mine.py").write_text("")
    (tmp_path / "mine_doctor.py").write_text("import numpy\nclass Mine: pass\n")
    assert adapter_of(str(tmp_path / "mine.py")) is None


@pytest.mark.parametrize(
    ("path", "beside"), [("a/my-gru.py", "a/my_gru_doctor.py"), ("1.ipynb", "_1_doctor.py")]
)
def test_an_adapter_can_be_imported_whatever_the_file_is_called(path: str, beside: str) -> None:
    assert str(adapter_path(path)) == beside


def test_what_an_adapter_stands_for() -> None:
    source = parse("a_doctor.py", "import a\ndef step(x, h): ...\nclass _Bus: ...\nclass Cell: ...")
    assert list(adapted(source)) == ["step", "Cell"]
    assert not adapted(None)


def test_blanks_are_dots_that_something_is_given() -> None:
    source = parse("a_doctor.py", "a = ...\nb = x[..., 0]\nf(...)\ndef g():\n    return ...\nd = {'k': ...}")
    assert blanks(source) == [1, 3, 5, 6]
    assert (numbered([4]), numbered([1, 3, 5])) == ("line 4", "lines 1, 3 and 5")


def test_an_adapter_that_raises_is_told_by_its_name(tmp_path: Path) -> None:
    (tmp_path / "mine.py").write_text("class Mine: pass\n")
    (tmp_path / "mine_doctor.py").write_text("import mine\nclass Mine: pass\nmine.nothing\n")
    with pytest.raises(ImportTrouble, match=r"mine_doctor.py does not run: .*nothing.*line 3"):
        load(Target(str(tmp_path / "mine.py"), "Mine"), Options())
