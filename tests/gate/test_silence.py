from __future__ import annotations

import json
from dataclasses import replace

import pytest

from gru_doctor.errors import FileTrouble
from gru_doctor.gate import baseline
from gru_doctor.gate.selection import Selection
from gru_doctor.gate.silence import silenced
from gru_doctor.loaders.text.source import lines_of
from gru_doctor.records import Finding, Report, Result, Span, Target

TEXT = "class GRU:\n    def step(self, x, h):\n        n = tanh(x + h)\n"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    lines_of.cache_clear()
    yield tmp_path
    lines_of.cache_clear()


def report(text=TEXT, path="a.py", code="GRU114", name="GRU"):
    """A finding on `x + h`, wherever it stands in the text, which is written down as the file."""
    lines_of.cache_clear()
    with open(path, "w") as file:
        file.write(text)
    lines = text.split("\n")
    line = next(i for i, told in enumerate(lines, 1) if "x + h" in told)
    column = lines[line - 1].index("x + h") + 1
    span = Span(path, line, column, line, column + 5)
    finding = Finding(code, "made-up", "error", "candidate", "wrong", span, (lines[line - 1],))
    first = next(i for i, told in enumerate(lines, 1) if told.startswith("class"))
    return Report("0", 0, (Result(Target(path, name, first), "faulty", findings=(finding,)),))


def reason(seen):
    return seen.report.results[0].findings[0].silenced


def kept(found):
    baseline.write("base.json", found)
    return baseline.read("base.json")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("(x + h)", "(x + h)  # gru-doctor: ignore[GRU114] on purpose"),
        ("        n", "        # gru-doctor: ignore[made-up] on purpose\n        n"),
        ("GRU:", "GRU:  # gru-doctor: ignore[GRU114] on purpose"),
    ],
)
def test_a_comment_at_the_place_or_at_the_object_lets_it_through(folder, old, new):
    seen = silenced(report(TEXT.replace(old, new)), Selection(), None)
    assert reason(seen).endswith("on purpose")
    assert seen.unused == ()


def test_a_comment_about_something_else_does_not_and_is_told(folder):
    seen = silenced(report(TEXT + "# gru-doctor: ignore[GRU114]\ny = 1\n"), Selection(), None)
    assert reason(seen) is None
    assert seen.unused == ("a.py:4: ignore[GRU114] lets nothing through",)


def test_selection_comes_first(folder):
    assert reason(silenced(report(), Selection(ignore=("GRU1",)), None)) == "--ignore"


@pytest.mark.parametrize("text", [TEXT, f"import os\n\n{TEXT}", TEXT.replace("        n", "            m")])
def test_the_baseline_knows_it_wherever_it_moves(folder, text):
    known = kept(report())
    assert reason(silenced(report(text), Selection(), known)) == "in the baseline"


@pytest.mark.parametrize(
    "change",
    [
        {"code": "GRU115"},
        {"name": "Other"},
    ],
)
def test_the_baseline_stops_what_is_new(folder, change):
    known = kept(report())
    assert reason(silenced(report(**change), Selection(), known)) is None


def test_another_expression_is_new(folder):
    known = kept(report())
    changed = report(TEXT.replace("x + h", "1 + x + h"))
    result = changed.results[0]
    (finding,) = result.findings
    wider = replace(finding, span=replace(finding.span, column=finding.span.column - 4))
    changed = replace(changed, results=(replace(result, findings=(wider,)),))
    assert reason(silenced(changed, Selection(), known)) is None


def test_one_entry_lets_one_finding_through(folder):
    known = kept(report())
    twice = report()
    result = twice.results[0]
    twice = replace(twice, results=(replace(result, findings=result.findings * 2),))
    reasons = [f.silenced for f in silenced(twice, Selection(), known).report.results[0].findings]
    assert reasons == ["in the baseline", None]


def test_a_file_that_was_renamed_is_known_and_a_copy_is_not(folder):
    known = kept(report())
    assert reason(silenced(report(path="b.py"), Selection(), known)) is None
    (folder / "a.py").unlink()
    assert reason(silenced(report(path="b.py"), Selection(), known)) == "in the baseline"


def test_what_is_no_longer_found_is_told(folder):
    known = kept(report())
    healthy = replace(report(), results=(Result(Target("a.py", "GRU", 1), "healthy"),))
    assert silenced(healthy, Selection(), known).unused == (
        "no longer found, but in the baseline: GRU114 in a.py:GRU",
    )


@pytest.mark.parametrize("text", ["", "[]", "{}", json.dumps({"schema": "gru-doctor-baseline/1"})])
def test_what_is_no_baseline_is_refused(folder, text):
    (folder / "base.json").write_text(text)
    with pytest.raises(FileTrouble):
        baseline.read("base.json")
