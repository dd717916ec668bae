"""Symptoms of learning: warnings beside their cause, with its code and line; never alone."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from gru_doctor.diagnosis.symptoms import symptoms
from gru_doctor.doctor import examine_all
from gru_doctor.records import CHECKS, Evidence, Finding, Options, Span

FAULTY = Path(__file__).parents[2] / "fixtures" / "faulty"
SPAN = Span("layer.py", 24, 1, 24, 9)
CAUSE = Finding("GRU302", "state-not-carried", "error", "sequence", "told", span=SPAN)


def learning(steps, reference, status="pass"):
    parts = {"steps": steps, "reference_steps": reference}
    return Evidence("memorization", status, detail="the detail", parts=parts)


def none_left():
    return None


def codes(found):
    return [f.code for f in found]


def test_what_does_not_learn_says_because_of_what():
    (found,) = symptoms([CAUSE], learning(None, 50, "fail"), none_left)
    assert (found.code, found.severity) == ("GRU401", "warning")
    assert found.message == "it does not learn because of GRU302 state-not-carried (line 24): the detail"
    assert (found.related[0].line, found.span) == (24, None)


def test_the_ratio_of_steps_is_told():
    (found,) = symptoms([CAUSE], learning(120, 40), none_left)
    assert found.code == "GRU402" and found.factor == 3.0 and "3.0 times as many" in found.message
    assert symptoms([CAUSE], learning(44, 40), none_left) == []


def test_a_gradient_that_dies_is_told():
    (found,) = symptoms([CAUSE], learning(40, 40), lambda: 0.0)
    assert found.code == "GRU403" and "first step 0 is left" in found.message
    assert symptoms([CAUSE], learning(40, 40), lambda: 0.4) == []


@pytest.mark.parametrize("found", [[], [replace(CAUSE, severity="warning")]])
def test_a_symptom_is_never_alone(found):
    assert symptoms(found, learning(None, 50, "fail"), lambda: 0.0) == []


def test_nothing_is_decided_where_the_reference_fails_too():
    assert symptoms([CAUSE], learning(None, None, "skipped"), none_left) == []


@pytest.mark.parametrize(
    ("name", "cause", "line", "symptom", "skipped"),
    [
        ("state_not_carried.py", "GRU302", 25, "GRU401", "gradient"),
        ("detached.py", "GRU218", 16, "GRU403", "memorization"),
    ],
)
def test_a_file_that_does_not_learn(name, cause, line, symptom, skipped):
    options = replace(Options(in_process=True), checks=tuple(c for c in CHECKS if c != skipped))
    (result,) = examine_all([str(FAULTY / name)], options, lambda message, share: None).results
    first, *others = result.findings
    assert (first.code, first.span.line) == (cause, line)
    assert symptom in codes(others) and f"because of {cause}" in others[0].message
