from __future__ import annotations

import json
from dataclasses import replace

import pytest
from sarif_pydantic import Level, Sarif

from gru_doctor.faults import catalogue
from gru_doctor.records import Span, Target
from gru_doctor.reports.sarif import KEY, render


@pytest.mark.parametrize("name", ["healthy", "faulty", "broken"])
def test_golden(name, request, golden):
    golden(f"sarif_{name}.txt", render(request.getfixturevalue(name)))


def results(report):
    return json.loads(render(report))["runs"][0]["results"]


def changed(report, **changes):
    """The report with its first finding changed."""
    result = report.results[0]
    findings = (replace(result.findings[0], **changes), *result.findings[1:])
    return replace(report, results=(replace(result, findings=findings),))


@pytest.mark.parametrize("name", ["healthy", "faulty", "broken"])
def test_an_independent_reader_takes_it(name, request):
    report = request.getfixturevalue(name)
    (run,) = Sarif.model_validate_json(render(report)).runs
    findings = [f for r in report.results for f in r.findings]
    assert [r.rule_id for r in run.results or []] == [f.code for f in findings]
    assert run.invocations[0].execution_successful is all(r.error is None for r in report.results)


def test_an_independent_reader_finds_the_place(faulty):
    (run,) = Sarif.model_validate_json(render(faulty)).runs
    first = run.results[0]
    region = first.locations[0].physical_location.region
    place = (region.start_line, region.start_column, region.end_line, region.end_column)
    assert place == (31, 31, 31, 40)
    assert region.snippet.text == "(h @ U_n)"
    assert first.level == Level.ERROR
    assert run.tool.driver.rules[first.rule_index].id == "GRU114"


def test_every_rule_can_explain_itself(faulty):
    rules = json.loads(render(faulty))["runs"][0]["tool"]["driver"]["rules"]
    known = {entry.code: entry for entry in catalogue()}
    for rule in rules:
        assert known[rule["id"]].sections["Fix"].split()[0] in rule["help"]["text"]
        assert "```python" in rule["help"]["markdown"]


def test_moved_code_keeps_its_fingerprint(faulty):
    moved = changed(
        faulty,
        span=Span("cell.py", 131, 35, 131, 44),
        source=("    " + faulty.results[0].findings[0].source[0],),
    )
    before, after = results(faulty)[0], results(moved)[0]
    assert before["locations"] != after["locations"]
    assert before["partialFingerprints"] == after["partialFingerprints"]


def test_another_expression_has_another_fingerprint(faulty):
    other = changed(faulty, source=("        n = np.tanh(x @ W_n + (g @ U_n) + b_n)",))
    assert results(faulty)[0]["partialFingerprints"] != results(other)[0]["partialFingerprints"]


def test_the_same_finding_twice_has_two_fingerprints(faulty):
    result = faulty.results[0]
    twice = replace(result, findings=(result.findings[0],) * 2)
    keys = [r["partialFingerprints"][KEY] for r in results(replace(faulty, results=(twice,)))]
    assert len(set(keys)) == 2


def test_what_is_let_through_is_suppressed(faulty):
    first, second, *_ = results(changed(faulty, silenced="in the baseline"))
    assert first["suppressions"] == [{"kind": "external", "justification": "in the baseline"}]
    assert second["suppressions"] == []


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        ("a b/ü.py", "a%20b/%C3%BC.py"),
        ("/home/me/a.py", "file:///home/me/a.py"),
        ("-", "%3Cstdin%3E"),
    ],
)
def test_paths_are_uris(broken, path, uri):
    result = replace(broken.results[0], target=Target(path, ""))
    run = json.loads(render(replace(broken, results=(result,))))["runs"][0]
    assert run["artifacts"][0]["location"]["uri"] == uri
