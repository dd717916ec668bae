from __future__ import annotations

from dataclasses import replace
from urllib.parse import unquote

import pytest

from gru_doctor.records import Finding, Report, Target
from gru_doctor.reports.github import render


@pytest.mark.parametrize("name", ["healthy", "faulty", "broken"])
def test_golden(name, request, golden):
    golden(f"github_{name}.txt", render(request.getfixturevalue(name)))


def commands(report):
    """(name, properties, text) as the runner reads them: only lines that begin with two colons."""
    found = []
    for line in render(report).split("\n"):
        if line.lstrip().startswith("::"):
            head, text = line.lstrip()[2:].split("::", 1)
            name, told = head.split(" ", 1)
            found.append((name, dict(pair.split("=", 1) for pair in told.split(",")), unquote(text)))
    return found


def with_findings(report, *findings):
    return replace(report, results=(replace(report.results[0], findings=findings),))


def test_the_worst_comes_first(faulty):
    info = Finding("GRU506", "hard-coded-size", "info", None, "a note")
    _, _, warning = faulty.results[0].findings
    report = with_findings(faulty, info, warning, *faulty.results[0].findings[:2])
    assert [name for name, _, _ in commands(report)] == ["error", "error", "warning", "notice"]


def test_one_place_is_annotated_once(faulty):
    first, second, _ = faulty.results[0].findings
    same_line = replace(second, span=replace(first.span, column=9))
    twice = with_findings(faulty, first, same_line)
    twice = replace(twice, results=(*twice.results, replace(twice.results[0], target=Target("cell.py", "L"))))
    ((_, properties, text),) = commands(twice)
    assert properties["title"].startswith("GRU114")
    assert "also GRU212 gradient-scaled" in text
    assert text.count(first.message) == 1


def test_nothing_of_the_users_escapes_from_its_command(faulty):
    first = faulty.results[0].findings[0]
    evil = "50%\r\n::error file=x::y\n##[command]\x1b[2J"
    span = replace(first.span, file="a,b:c%\n::d.py")
    report = with_findings(faulty, replace(first, message=evil, span=span))
    ((name, properties, text),) = commands(report)
    assert name == "error"
    assert unquote(properties["file"]) == "a,b:c%\n::d.py"
    assert text.startswith("50%\n::error file=x::y\n##[command]")
    assert "\x1b" not in text


def test_a_target_cannot_speak_in_the_log(broken):
    result = replace(broken.results[0], target=Target("x\n::add-mask::y ##[group]", ""))
    lines = render(Report("0.1.0", 0, (result,))).splitlines()
    assert [line for line in lines if "add-mask" in line and not line.startswith("::error")] == [
        "gru-doctor: x ::add-mask::y ## [group]: not examined"
    ]


def test_what_is_let_through_is_silent(faulty):
    silent = (replace(f, silenced="in the baseline") for f in faulty.results[0].findings)
    assert commands(with_findings(faulty, *silent)) == []


def test_standard_input_is_no_file_to_annotate(broken):
    result = replace(broken.results[0], target=Target("-", ""))
    ((_, properties, _),) = commands(replace(broken, results=(result,)))
    assert "file" not in properties
