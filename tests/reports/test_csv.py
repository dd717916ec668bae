from __future__ import annotations

import csv
from dataclasses import replace

import pytest

from gru_doctor.records import Target
from gru_doctor.reports.csv import COLUMNS, render


@pytest.mark.parametrize("name", ["healthy", "faulty", "broken"])
def test_golden(name, request, golden):
    golden(f"csv_{name}.txt", render(request.getfixturevalue(name)))


def rows(report):
    return list(csv.DictReader(render(report).splitlines()))


def test_a_row_a_target(healthy, faulty, broken):
    report = replace(healthy, results=healthy.results + faulty.results + broken.results)
    told = [(row["file"], row["verdict"], row["code"], row["line"]) for row in rows(report)]
    assert told == [
        ("cell.py", "healthy", "", ""),
        ("cell.py", "faulty", "GRU114", "31"),
        ("bad.py", "error", "syntax", "7"),
        ("gone.py", "error", "file", ""),
    ]
    assert rows(report)[1]["remedy"] == "write (r * h) @ U_n"
    assert tuple(rows(report)[0]) == COLUMNS


@pytest.mark.parametrize("path", ["=cmd|' /C calc'!A0", "+1.py", "-1.py", "@a.py", "\ta.py"])
def test_no_cell_is_a_formula(broken, path):
    result = replace(broken.results[0], target=Target(path, ""))
    (row,) = rows(replace(broken, results=(result,)))
    assert row["file"] == f"'{path}"


def test_what_counts_stands_before_what_is_let_through(faulty):
    result = faulty.results[0]
    first, *others = result.findings
    silent = replace(result, findings=(replace(first, silenced="in the baseline"), *others))
    assert rows(replace(faulty, results=(silent,)))[0]["code"] == "GRU212"


def test_lines_of_a_message_stay_in_its_cell(broken):
    result = broken.results[0]
    error = replace(result.error, message='two\nlines, "quoted"')
    text = render(replace(broken, results=(replace(result, error=error),)))
    (row,) = csv.DictReader(text.splitlines(keepends=True))
    assert row["message"] == 'two\nlines, "quoted"'
