"""A wrong forward beside a right or a wrong backward: what is said of the backward."""

from __future__ import annotations

import pytest

from gru_doctor.checks.gradient import check_gradient
from gru_doctor.diagnosis.both import OWN, REPAIRED, beside
from gru_doctor.records import Evidence, Finding, Options
from gru_doctor.stages import inner_cell
from tests.diagnosis.test_misstep import CELL

CAUSE = Finding("GRU114", "reset-not-applied", "error", "candidate", "the reset gate is not applied")
RESET = ("n = np.tanh(xn + r * hn)", "n = np.tanh(xn + hn)")
BLEND = ("return z * h + (1 - z) * n", "return z * h + n")
SIGN = ("dz = dout * (h - n)", "dz = dout * (n - h)")
OWN_BACKWARD = (("dm = dan * r", "dm = dan"), ("dr = dan * hn", "dr = 0 * dan"))


def said(loads, *edits):
    text = CELL
    for old, new in edits:
        assert text.count(old) == 1
        text = text.replace(old, new)
    subject = loads(text, "Cell")
    explained = inner_cell(subject, Options()).explained
    return beside(subject, explained, [CAUSE], check_gradient(subject, None, Options()), Options())


@pytest.mark.parametrize("forward", [RESET, BLEND])
def test_a_backward_that_is_right_for_the_repaired_forward(forward, loads):
    (only,) = said(loads, forward)
    assert only.message.endswith(REPAIRED)


def test_a_backward_that_belongs_to_the_forward_as_it_stands(loads):
    (only,) = said(loads, RESET, *OWN_BACKWARD)
    assert only.message.endswith(OWN)


def test_a_backward_that_is_wrong_as_well_is_named_besides(loads):
    first, second = said(loads, RESET, SIGN)
    assert first == CAUSE and (second.code, second.gate) == ("GRU211", "gradient")


def test_a_backward_that_fits_nothing_is_told_as_such(loads):
    first, second = said(loads, RESET, ("dz = dout * (h - n)", "dz = dout * (h - n) ** 3"))
    assert first == CAUSE and second.code == "GRU201"


def test_nothing_is_said_where_the_gradient_was_not_looked_at(loads):
    subject = loads(CELL.replace(*RESET), "Cell")
    explained = inner_cell(subject, Options()).explained
    skipped = Evidence("gradient", "skipped")
    assert beside(subject, explained, [CAUSE], skipped, Options()) == [CAUSE]


def test_nothing_is_said_of_a_backward_where_the_forward_leaves_gates_unread(loads):
    assert said(loads, ("return z * h + (1 - z) * n", "return hn")) == [CAUSE]
