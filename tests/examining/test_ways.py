"""Other ways to the cell in a layer than its own step."""

from __future__ import annotations

import pytest

from gru_doctor.checks.identifying.convention import identify
from gru_doctor.examining.ways import inside, memoryless
from gru_doctor.records import Options
from tests.examining.test_inner import told
from tests.loaders.conftest import loads, write
from tests.sources import layer

__all__ = ["loads", "write"]
OPTIONS = Options()
ZEROS = "h = np.zeros(h.shape)"
CLIP = "h = np.clip(h, -0.25, 0.25)"


def test_a_clip_in_the_loop_is_no_fault_of_the_cell(loads):
    subject = loads(layer(end=CLIP), "Layer")
    inner = inside(subject, identify(subject, OPTIONS), OPTIONS)
    assert inner is not None and inner.explained.explained and not inner.explained.named
    (finding,) = told(subject, inner)
    assert (finding.code, finding.actual) == ("GRU312", CLIP)


def test_a_state_made_anew_at_every_step_is_no_fault_of_the_cell(loads):
    subject = loads(layer(start=ZEROS), "Layer")
    inner = memoryless(subject, identify(subject, OPTIONS), OPTIONS)
    assert inner is not None and not inner.study.silent
    (finding,) = told(subject, inner)
    assert (finding.code, finding.actual) == ("GRU302", ZEROS)


@pytest.mark.parametrize("end", ["pass", "h = 0 * x[:, :1] + h"])
def test_a_right_layer_hides_no_other_cell(loads, end):
    subject = loads(layer(end=end), "Layer")
    study = identify(subject, OPTIONS)
    assert inside(subject, study, OPTIONS) is None
    assert memoryless(subject, study, OPTIONS) is None
