"""Outputs that are put away in another order than they are made."""

from __future__ import annotations

import pytest

from gru_doctor.checks.identifying.convention import identify
from gru_doctor.diagnosis.layer.sequence import sequence_findings
from gru_doctor.equations.gru import EQUATIONS
from gru_doctor.explained import Explained
from gru_doctor.records import Evidence, Options
from tests.loaders.conftest import loads, write
from tests.sources import layer

__all__ = ["loads", "write"]
OPTIONS, FAILED = Options(), Evidence("sequence", "fail")


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("states.append(h)", "states.insert(0, h)", "states.insert(0, h)"),
        ("np.stack(states)", "np.stack(states)[::-1]", "return np.stack(states)[::-1]"),
        ("np.stack(states)", "np.stack(states[::-1])", "return np.stack(states[::-1])"),
    ],
)
def test_what_turns_the_outputs_round_is_pointed_at(loads, old, new, place):
    subject = loads(layer().replace(old, new), "Layer")
    right = Explained(identify(subject, OPTIONS).best, (), True, EQUATIONS)
    (finding,) = sequence_findings(subject, right, FAILED, OPTIONS)
    assert (finding.code, finding.actual) == ("GRU307", place)
