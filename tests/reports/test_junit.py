from __future__ import annotations

from dataclasses import replace

import pytest
from junitparser import Error, Failure, JUnitXml, Skipped

from gru_doctor.records import Report, Result, Target
from gru_doctor.reports.junit import render


@pytest.mark.parametrize("name", ["healthy", "faulty", "broken"])
def test_golden(name, request, golden):
    golden(f"junit_{name}.txt", render(request.getfixturevalue(name)))


def read(report):
    """{case: kinds of outcome} of each suite, as an independent reader sees it."""
    suites = JUnitXml.fromstring(render(report).encode())
    return [{case.name: [type(r) for r in case.result] for case in suite} for suite in suites]


def test_an_independent_reader_sees_the_outcomes(healthy, faulty, broken):
    assert read(healthy) == [
        {"trust": [], "gates": [], "gradient": [], "sequence": [Skipped], "memorization": []}
    ]
    assert read(faulty) == [
        {"trust": [], "gates": [Failure], "gradient": [Failure], "memorization": [Failure]}
    ]
    assert read(broken) == [{"examination": [Error]}, {"examination": [Error]}]


def test_the_totals_are_those_of_the_cases(faulty):
    suites = JUnitXml.fromstring(render(faulty).encode())
    written = (suites.tests, suites.failures, suites.errors, suites.skipped, suites.time)
    suites.update_statistics()
    counted = (suites.tests, suites.failures, suites.errors, suites.skipped, suites.time)
    assert written == counted == (4, 3, 0, 0, 2.23)


def test_a_fault_without_a_check_of_its_own_is_a_case(faulty):
    result = replace(faulty.results[0], checks=())
    (suite,) = read(replace(faulty, results=(result,)))
    assert suite == {"GRU114": [Failure], "GRU212": [Failure]}


def test_what_is_let_through_fails_nothing(faulty):
    result = faulty.results[0]
    silent = tuple(replace(f, silenced="in the baseline") for f in result.findings)
    report = replace(faulty, results=(replace(result, findings=silent),))
    assert not any(outcome for suite in read(report) for outcome in suite.values())
    assert "in the baseline" in render(report)


def test_no_letter_can_break_the_document(broken):
    result = broken.results[0]
    error = replace(result.error, message="\x00\x1b]]>&<\ud800\ufffe\x85")
    report = replace(broken, results=(replace(result, error=error),))
    (suite,) = JUnitXml.fromstring(render(report).encode())
    (case,) = suite
    assert "]]>&<" in case.result[0].message


def test_a_target_without_checks_is_one_case():
    assert read(Report("0.1.0", 0, (Result(Target("a.py", "f"), "healthy"),))) == [{"examination": []}]
