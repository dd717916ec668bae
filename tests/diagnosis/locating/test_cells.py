"""Findings of a notebook file tell the cell they stand in."""

from __future__ import annotations

import json

from gru_doctor.diagnosis.locating.cells import in_cells
from gru_doctor.doctor import examine_all
from gru_doctor.records import Finding, Options, Result, Span, Target
from tests.loaders.conftest import CELL

HEAD, CLASS = CELL.split("class Cell:")
FAULT = ("return z * h + (1 - z) * c", "return z * h + z * c")


def test_a_fault_in_a_notebook_is_told_with_its_cell(tmp_path):
    sources = [("markdown", "# the week"), ("code", HEAD), ("code", "class Cell:" + CLASS.replace(*FAULT))]
    book = {"cells": [{"cell_type": kind, "source": text} for kind, text in sources]}
    path = tmp_path / "week.ipynb"
    path.write_text(json.dumps(book), encoding="utf-8")
    options = Options(checks=("trust", "gates"), in_process=True)
    (result,) = examine_all([str(path)], options, lambda said, share: None).results
    (finding,) = (f for f in result.findings if f.severity == "error")
    assert (finding.code, finding.notebook_cell) == ("GRU117", 3)


def test_a_finding_in_a_file_has_no_cell(tmp_path):
    finding = Finding("GRU117", "x", "error", "blend", "x", span=Span(str(tmp_path / "a.py"), 1, 1, 1, 2))
    assert in_cells(Result(Target("a.py", "Cell"), "faulty", findings=(finding,))).findings == (finding,)
