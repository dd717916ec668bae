"""GRU217 stands where the backward pass writes into what is not its own."""

from __future__ import annotations

import pytest

from gru_doctor.checks.trust import check_trust
from gru_doctor.diagnosis.gradient.stale import REMEDIES, spoiling, stale_findings
from gru_doctor.records import Finding, Options, Proof
from tests.loaders.gradients.test_repeating import LEFT, TEXT, WAYS

LINES = {
    "updated": ("self.W = self.W - 0.1", "error"),
    "updated by name": ('setattr(self, "W"', "error"),
    "updated in place": ("self.U -= 0.1", "error"),
    "overwritten": ("dout[t] += dh", "warning"),
    "again": ("n *= 0.5", "warning"),
    "afresh": ("self.kept.append", "error"),
    "afresh by a carry": ("self.left + 0.0", "error"),
}


def found(text, loads):
    subject = loads(text, "Layer")
    return stale_findings(subject, check_trust(subject, Options()), Options())


@pytest.mark.parametrize("way", WAYS)
def test_the_line_and_the_severity(way, loads):
    text = TEXT.replace(*WAYS[way])
    text = text.replace(*LEFT) if way == "afresh by a carry" else text
    place, severity = LINES[way]
    (finding,) = found(text, loads)
    line = next(k for k, one in enumerate(text.split("\n"), 1) if place in one)
    assert (finding.code, finding.severity) == ("GRU217", severity)
    assert finding.span is not None and finding.span.line == line


def test_nothing_is_found_in_a_right_file(loads):
    assert found(TEXT, loads) == []


def gradient(error):
    return Finding("GRU201", "gradient-wrong", "error", "gradient", "wrong", evidence=Proof(0.3, error))


STALE = Finding("GRU217", "stale-gradient", "warning", "gradient", "changed", remedy=REMEDIES["again"])


def test_an_unexplained_gradient_behind_a_spoilt_cache_is_that():
    (only,) = spoiling([gradient(None)], [STALE])
    assert (only.code, only.severity, only.also) == ("GRU217", "error", ("GRU201",))


def test_a_proven_fault_stays_the_first():
    assert spoiling([gradient(1e-16)], [STALE]) == [gradient(1e-16), STALE]
