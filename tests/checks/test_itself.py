"""A layer held to its own step, where no equations explain that step."""

from __future__ import annotations

import pytest

from gru_doctor.checks.identifying.convention import identify
from gru_doctor.checks.stepping import steppings
from gru_doctor.diagnosis.layer.sequence import sequence_findings
from gru_doctor.equations.gru import EQUATIONS
from gru_doctor.explained import Explained
from gru_doctor.records import Evidence, Finding, Options
from gru_doctor.subject import Subject
from tests.loaders.conftest import loads, write
from tests.sources import layer

__all__ = ["loads", "write"]
OPTIONS = Options()
FAILED = Evidence("sequence", "fail")
STRANGE = layer().replace("z * h + (1 - z) * n", "(1 - z) * h + z * h * n")


def findings(subject: Subject, way: Subject | None = None) -> list[Finding]:
    best = identify(way or subject, OPTIONS).best
    return sequence_findings(subject, Explained(best, (), False, EQUATIONS), FAILED, OPTIONS)


def test_the_loop_over_a_cell_that_nothing_explains_is_right(loads):
    assert findings(loads(STRANGE, "Layer")) == []


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("for x in xs:", "for x in xs[::-1]:", "GRU307"),
        ("states.append(h)", "states.append(h)\n            h = np.zeros_like(h)", "GRU302"),
    ],
)
def test_its_fault_is_proven_by_the_step_itself(loads, old, new, code):
    (finding,) = findings(loads(STRANGE.replace(old, new), "Layer"))
    assert finding.code == code and finding.span is not None


def test_a_loop_that_drops_its_only_step_over_such_a_cell_is_examined(loads):
    subject = loads(STRANGE.replace("in xs:", "in xs[:-1]:"), "Layer")
    ways = [way for way in steppings(subject) if way.repeat == 2]
    (finding,) = findings(subject, ways[0])
    assert finding.code == "GRU308"
