"""A batch of one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from gru_doctor.diagnosis.layer.single import single_findings
from gru_doctor.records import Options
from tests.loaders.conftest import CELL, loads, write

__all__ = ["loads", "write"]
RETURNED = "return z * h + (1 - z) * c"


@pytest.mark.parametrize(
    ("returned", "codes"),
    [
        (RETURNED, []),
        ("return (z * h + (1 - z) * c).squeeze()", ["GRU505"]),
        ("assert len(x) != 1\n        return z * h + (1 - z) * c", ["GRU505"]),
    ],
)
def test_what_fails_on_one_sample_is_told(loads, returned, codes):
    found = single_findings(loads(CELL.replace(RETURNED, returned), "Cell"), Options())
    assert [f.code for f in found] == codes
    assert all(f.severity == "warning" and f.span is not None for f in found)


def test_one_sample_at_a_time_is_right(loads):
    vectors = CELL.replace("[..., ", "[").replace("h.shape[-1]", "len(h)").replace(":, :2", ":, :2")
    assert single_findings(loads(vectors, "Cell"), Options()) == []


def test_nothing_is_told_of_one_sample_on_a_stand_in(loads):
    subject = loads(CELL.replace(RETURNED, "return (z * h + (1 - z) * c).squeeze()"), "Cell")
    subject.card = replace(subject.card, notes=("theano is not installed: run on a stand-in over torch",))
    assert single_findings(subject, Options()) == []
