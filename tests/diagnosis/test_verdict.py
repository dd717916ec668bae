"""healthy is earned."""

from __future__ import annotations

from dataclasses import replace

import pytest

from gru_doctor.diagnosis.verdict import needed, verdict_of
from gru_doctor.records import CHECKS, Card, Evidence, Finding, Options, Proof

CELL = Card(
    "Cell", "numpy", "cell", 3, 7, (),
    takes_state=True, takes_mask=False, returns_sequence=False, gradient="backward",
)  # fmt: skip
LAYER = replace(CELL, level="layer", gradient="autograd")


def evidence(**statuses):
    return tuple(Evidence(name, statuses.get(name, "pass"), detail=f"about {name}") for name in CHECKS)


def judged(card, findings=(), options=None, **statuses):
    return verdict_of(card, evidence(**statuses), findings, options or Options())


def finding(severity):
    return Finding("GRU112", "gate-ignores-state", severity, "update", "so")


@pytest.mark.parametrize("card", [CELL, LAYER])
def test_all_that_is_needed_passed(card):
    assert judged(card) == ("healthy", None)


@pytest.mark.parametrize("status", ["fail", "skipped"])
@pytest.mark.parametrize("name", ["trust", "gates", "gradient", "sequence"])
def test_without_one_of_them_nothing_is_healthy(name, status):
    verdict, problem = judged(LAYER, **{name: status})
    assert verdict == "error" and problem is not None
    assert problem.kind == "not-examined" and problem.hint
    assert name in problem.message and f"about {name}" in problem.message


def test_an_error_is_faulty_whatever_passed():
    assert judged(CELL, (finding("warning"), finding("error"))) == ("faulty", None)


@pytest.mark.parametrize("severity", ["warning", "info"])
def test_a_warning_alone_is_no_fault(severity):
    assert judged(CELL, (finding(severity),)) == ("healthy", None)


def test_a_cell_needs_no_sequence_and_code_without_gradient_no_gradient():
    assert judged(CELL, sequence="skipped")[0] == "healthy"
    assert judged(replace(CELL, gradient=None), gradient="skipped", sequence="skipped")[0] == "healthy"


@pytest.mark.parametrize("name", ["memorization", "properties"])
def test_learning_and_properties_are_not_needed(name):
    assert judged(LAYER, **{name: "skipped"})[0] == "healthy"


def test_gates_are_not_needed_of_what_has_no_reference():
    for kind in ("lstm", "rnn", "other"):
        assert judged(replace(CELL, kind=kind), gates="skipped")[0] == "healthy"
    assert judged(replace(CELL, kind="variant"), gates="skipped")[0] == "error"


def test_only_what_was_asked_for_is_needed():
    assert needed(LAYER, Options()) == {"trust", "gates", "gradient", "sequence"}
    assert needed(LAYER, Options(checks=("gates", "memorization"))) == {"gates"}


@pytest.mark.parametrize(("error", "verdict"), [(1e-16, "healthy"), (None, "error")])
def test_a_warning_that_is_proven_to_be_all_accounts_for_its_check(error, verdict):
    mean = Finding("GRU212", "gradient-scaled", "warning", "gradient", "a mean", evidence=Proof(0.5, error))
    assert judged(CELL, (mean,), gradient="fail")[0] == verdict
    assert judged(CELL, (mean,), gradient="skipped")[0] == "error"
    assert judged(CELL, (mean,), gates="fail")[0] == "error"
