from __future__ import annotations

from gru_doctor.records import Finding, Problem, Report, Result, Target
from gru_doctor.reports.summary import tally
from gru_doctor.reports.table import render


def result(path, verdict, *codes, kind=None, silenced=None):
    findings = tuple(Finding(c, "made-up", "error", None, "", silenced=silenced) for c in codes)
    error = Problem(kind, "") if kind else None
    return Result(Target(path, "GRU"), verdict, findings=findings, error=error)


REPORT = Report(
    "0",
    0,
    (
        result("a.py", "faulty", "GRU115", "GRU115", "GRU210"),
        result("b.py", "faulty", "GRU210"),
        result("c.py", "faulty", "GRU210", silenced="in the baseline"),
        result("d.py", "error", kind="timeout"),
        result("e.py", "healthy"),
    ),
    passed_over=3,
)


def test_targets_are_counted_by_verdict_and_reason():
    assert tally(REPORT) == [
        ("healthy", 1),
        ("faulty", 3),
        ("  GRU210 made-up", 2),
        ("  GRU115 made-up", 1),
        ("  GRU210 made-up (let through)", 1),
        ("not examined", 1),
        ("  timeout", 1),
        ("files passed over", 3),
    ]


def test_a_single_file_needs_none():
    assert tally(Report("0", 0, REPORT.results[:1] * 2)) == []


def test_it_stands_in_the_table_report():
    lines = [line.split() for line in render(REPORT).splitlines()]
    assert ["GRU210", "made-up", "2"] in lines
    assert ["files", "passed", "over", "3"] in lines
