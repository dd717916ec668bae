from __future__ import annotations

import re
from dataclasses import replace

import pytest

from gru_doctor.records import Report, Result, Target
from gru_doctor.reports.table import render

ANSI = re.compile(r"\x1b\[[0-9;]*m")


@pytest.mark.parametrize("name", ["healthy", "faulty", "broken"])
def test_golden(name, request, golden):
    golden(f"table_{name}.txt", render(request.getfixturevalue(name)))


@pytest.mark.parametrize("name", ["healthy", "faulty", "broken"])
@pytest.mark.parametrize("width", [60, 80, 100])
def test_fits_the_width(name, width, request):
    lines = render(request.getfixturevalue(name), width=width).splitlines()
    assert max(map(len, lines)) <= width


@pytest.mark.parametrize("name", ["healthy", "faulty", "broken"])
def test_colour_changes_nothing_but_colour(name, request):
    report = request.getfixturevalue(name)
    colored, bare = render(report, color=True), render(report)
    assert ANSI.search(colored)
    assert not ANSI.search(bare)
    stripped = [line.rstrip() for line in ANSI.sub("", colored).splitlines()]
    assert stripped == bare.splitlines()


def test_environment_does_not_decide(faulty, monkeypatch):
    before = render(faulty, color=True)
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "33")
    monkeypatch.setenv("TERM", "dumb")
    assert render(faulty, color=True) == before


def test_the_expression_is_underlined(faulty):
    lines = render(faulty).splitlines()
    at = next(i for i, line in enumerate(lines) if "[b]no markup[/b]" in line)
    marks = lines[at + 1]
    assert lines[at][marks.index("^") : marks.rindex("^") + 1] == "(h @ U_n)"


def test_long_path_stays_whole(faulty):
    path = "a/very/long/" * 10 + "cell.py"
    result = faulty.results[0]
    span = replace(result.findings[0].span, file=path)
    findings = (replace(result.findings[0], span=span),)
    text = render(replace(faulty, results=(replace(result, findings=findings),)))
    assert f"{path}:31:31\n" in text


def test_user_text_cannot_drive_the_terminal(broken):
    result = broken.results[0]
    error = replace(result.error, message="\x1b[2J\x9b2Jwiped\r")
    text = render(replace(broken, results=(replace(result, error=error),)))
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]", text)
    assert "wiped" in text


def test_praise_names_only_what_passed(healthy):
    text = render(healthy)
    line = next(line for line in text.splitlines() if line.startswith("  healthy: "))
    assert line == "  healthy: trust, gates, gradient, memorization passed; skipped: sequence"


def test_every_command_is_told_when_there_are_several(broken):
    text = render(broken)
    assert "again: gru-doctor check bad.py\n" in text
    assert "again: gru-doctor check gone.py\n" in text


def test_ends_with_counts_and_command(faulty):
    counts, again = render(faulty).splitlines()[-2:]
    assert counts == "1 target: 1 faulty; findings: 2 errors, 1 warning"
    assert again == "again: gru-doctor check cell.py:GRUCell --seed 0"


def test_nothing_examined():
    assert render(Report("0.1.0", 0, ())) == "0 targets: nothing examined; findings: none\n"


def test_a_result_with_nothing_in_it_still_renders():
    text = render(Report("0.1.0", 0, (Result(Target("a.py", "f"), "healthy"),)))
    assert "HEALTHY  a.py:f" in text
