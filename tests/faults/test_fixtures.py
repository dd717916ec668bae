"""Every faulty file of the fixtures: its fault is named on its line, whatever the names in it are."""

from __future__ import annotations

import ast
import json
from pathlib import Path

import pytest

from gru_doctor.doctor import examine_all
from gru_doctor.faults import catalogue
from gru_doctor.records import Options, Result
from tests.renaming import anonymous, nameless

FOLDER = Path(__file__).parents[2] / "fixtures" / "faulty"
EXPECTED = json.loads((FOLDER / "EXPECTED.json").read_text(encoding="utf-8"))
NOT_IN_A_FILE = {"GRU120", "GRU190"}
"""GRU120 is a warning unless an array is dead, and then GRU110 comes first; GRU190 needs --expect."""


def test_every_faulty_file_has_its_answer():
    assert set(EXPECTED) == {path.name for path in FOLDER.glob("*.py")}


def test_every_fault_of_the_cell_has_a_file():
    codes = {entry.code for entry in catalogue() if entry.code < "GRU2"}
    assert codes - NOT_IN_A_FILE <= {answer["code"] for answer in EXPECTED.values()}


@pytest.mark.parametrize("name", EXPECTED)
def test_the_answer_points_into_a_statement(name):
    source = (FOLDER / name).read_text(encoding="utf-8")
    spans = [
        (node.lineno, node.end_lineno)
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Assign | ast.Return | ast.FunctionDef)
    ]
    line = EXPECTED[name]["line"]
    assert any(first <= line <= last for first, last in spans)
    assert EXPECTED[name]["code"] not in source, "the answer must not stand in the file"


SEEN_BY = {"2": ("gradient",), "3": ("sequence",)}
"""What sees the faults of a family beside the comparison of the gates."""


def examined(path: Path, code: str) -> Result:
    """The file's one target, with the checks that its fault is seen by."""
    options = Options(checks=("trust", "gates", *SEEN_BY.get(code[3], ())), in_process=True)
    (result,) = examine_all([str(path)], options, lambda *_: None).results
    return result


@pytest.mark.parametrize("name", EXPECTED)
def test_the_fault_is_named_on_its_line_whatever_the_names_in_the_file_are(name, tmp_path):
    """Both at once, so that the file as it stands is examined a single time."""
    wanted, written = EXPECTED[name], tmp_path / "file.py"
    written.write_text(anonymous(FOLDER / name), encoding="utf-8")
    plain, renamed = examined(FOLDER / name, wanted["code"]), examined(written, wanted["code"])
    first = plain.findings[0]
    assert first.span is not None
    assert (first.code, first.span.line) == (wanted["code"], wanted["line"])
    assert set(wanted["also"]) <= set(first.also)
    assert [f.code for f in renamed.findings] == [f.code for f in plain.findings]
    assert (renamed.verdict, renamed.convention) == (plain.verdict, plain.convention)
    assert plain.card is not None and renamed.card is not None
    assert nameless(renamed.card) == nameless(plain.card)
