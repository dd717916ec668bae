from __future__ import annotations

from dataclasses import replace

from gru_doctor.records import Evidence, Proof
from gru_doctor.reports.form import form

RESULT = {"target", "verdict", "cell", "checks", "findings", "error"}
CELL = {"kind", "framework", "level", "input_size", "hidden_size", "convention"}
CONVENTION = {
    "gate_order", "update", "reset", "biases", "gate_activation", "candidate_activation",
    "orientation", "variant", "closest", "follows",
}  # fmt: skip
CHECK = {"name", "status", "max_error", "tolerance", "seconds", "detail"}
FINDING = {
    "code", "name", "severity", "gate", "parameter", "file", "line", "column", "end_line",
    "end_column", "message", "expected", "actual", "evidence", "remedy", "related", "also",
    "block", "factor", "notebook_cell",
}  # fmt: skip


def test_every_field_is_present(healthy, faulty, broken):
    for report in (healthy, faulty, broken):
        shape = form(report)
        assert {"schema", "version", "seed", "results"} <= shape.keys()
        for result in shape["results"]:
            assert result.keys() >= RESULT
            assert all(check.keys() >= CHECK for check in result["checks"])
            assert all(finding.keys() >= FINDING for finding in result["findings"])
            if result["cell"]:
                assert result["cell"].keys() >= CELL
                assert result["cell"]["convention"].keys() >= CONVENTION


def test_values_stand_where_they_belong(faulty):
    result = form(faulty)["results"][0]
    finding = result["findings"][0]
    assert result["target"] == "cell.py:GRUCell"
    assert result["cell"]["convention"]["gate_order"] is None
    place = [finding[k] for k in ("file", "line", "column", "end_line", "end_column")]
    assert place == ["cell.py", 31, 31, 31, 40]
    assert finding["related"] == [
        {"file": "cell.py", "line": 30, "message": "r is computed here and never used"}
    ]
    assert finding["evidence"]["error_if_repaired"] == 1.1e-16


def test_a_finding_without_a_place_has_null_there(faulty):
    warning = form(faulty)["results"][0]["findings"][2]
    assert (warning["file"], warning["line"], warning["gate"]) == (None, None, None)


def test_numbers_that_are_not_finite_become_words(faulty):
    check = form(faulty)["results"][0]["checks"][2]
    assert check["max_error"] is None
    assert check["parts"] == {"dU": None, "dW": 0.0}
    assert check["detail"] == "max_error is nan; dU is inf"


def test_the_detail_of_a_check_is_kept_beside_the_words(faulty):
    result = faulty.results[0]
    curve = {"yours": (1.0, float("nan"), float("nan"))}
    checks = (Evidence("memorization", "fail", detail="it was slow", series=curve),)
    check = form(replace(faulty, results=(replace(result, checks=checks),)))["results"][0]["checks"]
    assert check[0]["detail"] == "it was slow; yours is nan"
    assert check[0]["series"] == {"yours": [1.0, None, None]}


def test_evidence_of_a_finding_is_finite_too(faulty):
    result = faulty.results[0]
    finding = replace(result.findings[1], evidence=Proof(float("inf")), factor=float("-inf"))
    told = form(replace(faulty, results=(replace(result, findings=(finding,)),)))
    shape = told["results"][0]["findings"][0]
    assert shape["factor"] is None
    assert shape["evidence"]["error"] is None
    assert shape["evidence"]["detail"] == "error is inf; factor is -inf"


def test_an_error_holds_the_problem(broken):
    first = form(broken)["results"][0]
    assert first["target"] == "bad.py"
    assert first["cell"] is None
    assert first["error"] == {
        "kind": "syntax",
        "message": "'(' was never closed",
        "hint": "the file is not valid Python 3",
        "line": 7,
    }
