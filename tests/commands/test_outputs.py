from __future__ import annotations

import json

import pytest

from gru_doctor.commands.outputs import SUMMARY, outputs
from gru_doctor.errors import UsageTrouble
from gru_doctor.records import Report, Result, Target

REPORT = Report("0.1.0", 0, (Result(Target("a.py", "GRU"), "healthy"),))


@pytest.fixture(autouse=True)
def no_workflow(monkeypatch):
    monkeypatch.delenv(SUMMARY, raising=False)


def test_the_table_is_on_the_screen_unless_told_otherwise(capsys):
    outputs([], []).write(REPORT)
    assert capsys.readouterr().out.startswith("HEALTHY  a.py:GRU")


def test_one_run_writes_the_screen_and_files(tmp_path, capsys):
    form, rows = tmp_path / "a.json", tmp_path / "a.csv"
    outputs(["github", "json"], [f"json={form}", f"csv={rows}"]).write(REPORT)
    assert capsys.readouterr().out.startswith("gru-doctor: a.py:GRU: healthy")
    assert json.loads(form.read_text())["results"][0]["target"] == "a.py:GRU"
    assert rows.read_text().splitlines()[1].startswith("a.py,GRU,healthy")


def test_several_formats_on_the_screen_in_their_order(capsys):
    outputs(["csv", "github", "csv"], []).write(REPORT)
    out = capsys.readouterr().out
    assert out.startswith("file,object") and out.count("file,object") == 1
    assert out.endswith("findings: none\n")


def test_with_every_format_in_a_file_the_screen_has_the_table(tmp_path, capsys):
    outputs(["sarif"], [f"sarif={tmp_path / 'a.sarif'}"]).write(REPORT)
    assert "HEALTHY" in capsys.readouterr().out


def test_a_file_is_never_coloured(tmp_path):
    outputs([], [f"table={tmp_path / 'a.txt'}"], "always").write(REPORT)
    assert "\x1b" not in (tmp_path / "a.txt").read_text()


def test_a_workflow_gets_its_summary_after_what_is_there(tmp_path, monkeypatch, capsys):
    summary = tmp_path / "summary.md"
    summary.write_text("before\n")
    monkeypatch.setenv(SUMMARY, str(summary))
    outputs([], []).write(REPORT)
    assert summary.read_text().startswith("before\n## gru-doctor")


@pytest.mark.parametrize(
    ("named", "asked"),
    [
        (["nonsense"], []),
        ([], ["nonsense=a.txt"]),
        ([], ["json"]),
        ([], ["=a.json"]),
        ([], ["json="]),
        ([], ["json=no/such/folder/a.json"]),
        ([], ["json=."]),
        ([], ["json=a.txt", "csv=./a.txt"]),
    ],
)
def test_what_cannot_be_written_is_told_before_anything_is_examined(named, asked):
    with pytest.raises(UsageTrouble):
        outputs(named, asked)


def test_a_file_that_cannot_be_written_after_all_loses_nothing(tmp_path, capsys):
    folder = tmp_path / "gone"
    folder.mkdir()
    places = outputs([], [f"json={folder / 'a.json'}"])
    folder.rmdir()
    with pytest.raises(UsageTrouble):
        places.write(REPORT)
    assert "HEALTHY" in capsys.readouterr().out
