"""A constant share of the old state beside what the gates keep: zoneout in evaluation."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from gru_doctor.checks.gates import compare_gates
from gru_doctor.checks.identifying.keeping import kept_share
from gru_doctor.checks.sequence import check_sequence
from gru_doctor.examining.inner import inner_cell
from gru_doctor.records import Convention, Options
from tests.loaders.conftest import loads, write
from tests.reference import reference
from tests.sources import layer

__all__ = ["loads", "write"]
OPTIONS = Options()
START, END = "before = h", "h = 0.15 * before + 0.85 * h"
BLEND = "z * h + (1 - z) * n"


@pytest.mark.parametrize("update", ["keeps", "writes"])
def test_a_plain_gru_keeps_nothing_beside_its_gates(update):
    assert kept_share(reference(Convention(update=update, reset="after"))) is None


def test_zoneout_is_a_right_cell_with_its_share(loads):
    subject = loads(layer(START, END), "Layer")
    inner = inner_cell(subject, OPTIONS)
    assert inner.share is not None and np.allclose(inner.share, 0.15)
    assert compare_gates(inner.subject, inner.explained, OPTIONS).status == "pass"
    whole = inner.around(inner.explained)
    assert check_sequence(subject, whole, OPTIONS).status == "pass"
    assert check_sequence(subject, inner.explained, OPTIONS).status == "fail"
    assert whole.identity.convention.variant == "zoneout" and "0.15" in whole.identity.notes[-1]


def test_a_fault_under_zoneout_is_named(loads):
    source = layer(START, END).replace("(r * h) @ self.Un", "h @ self.Un")
    inner = inner_cell(loads(source, "Layer"), OPTIONS)
    assert [n.fault.code for n in inner.explained.named] == ["GRU114"]
    assert inner.share is not None and inner.around(inner.explained).named == inner.explained.named


def test_a_share_of_a_wrong_mixing_is_no_zoneout(loads):
    inner = inner_cell(loads(layer(START, "h = 0.15 * before + h"), "Layer"), OPTIONS)
    assert inner.share is None or inner.explained.named


def test_without_a_state_nothing_is_kept():
    subject = reference(Convention(reset="before"))
    subject.card = replace(subject.card, takes_state=False)
    assert kept_share(subject) is None
