"""The findings of code in float32 are those it has in float64, where it has them there."""

from __future__ import annotations

from dataclasses import replace

import pytest

from gru_doctor.examining.sharpened import NOTE, blurred, in_double, sharpened
from gru_doctor.records import Card, Finding, Options, Result, Span, Target

CARD = Card("Cell", "numpy", "cell", 3, 7, (), True, False, False, "backward", "float32")


def finding(code, line, severity="error"):
    return Finding(code, "name", severity, "update", "told", span=Span("a.py", line, 1, line, 9))


NOISY = Result(
    Target("a.py", "Cell"), "faulty", CARD,
    findings=(finding("GRU201", 1), finding("GRU504", 2, "warning"), finding("GRU401", 1, "warning")),
)  # fmt: skip
CLEAR = replace(NOISY, card=replace(CARD, dtype="float64"), findings=(finding("GRU214", 9),))


def test_errors_are_told_as_they_show_in_float64():
    told = sharpened(NOISY, CLEAR)
    assert [(f.code, f.span.line) for f in told.findings] == [("GRU214", 9), ("GRU504", 2), ("GRU401", 1)]
    assert told.notes == (NOTE,) and told.card.dtype == "float32"


@pytest.mark.parametrize("again", [replace(CLEAR, findings=()), replace(CLEAR, card=CARD)])
def test_what_shows_in_float32_alone_stays(again):
    assert sharpened(NOISY, again) is NOISY


def test_only_faults_in_float32_are_looked_for_once_more():
    assert blurred(NOISY, Options()) and not blurred(NOISY, in_double(Options()))
    assert not blurred(CLEAR, Options()) and not blurred(replace(NOISY, verdict="healthy"), Options())


def test_what_was_left_out_on_request_stays_so():
    assert in_double(Options(checks=("gates", "memorization"))).checks == ("gates",)
