"""A layer of whose batch not all comes back, as loading saw it."""

from __future__ import annotations

import numpy as np

from gru_doctor.checks.probe import probed
from gru_doctor.diagnosis.locating.flow import PASSED_ON, Flow
from gru_doctor.diagnosis.locating.place import Place, place, placed
from gru_doctor.records import Finding, Options
from gru_doctor.subject import Subject

SAMPLES = 3


def lost_findings(subject: Subject, options: Options) -> list[Finding]:
    """GRU303 where a sample is taken for a step: the statement that returns the rest."""
    if not subject.card.lost:
        return []
    spot = _returned(subject, options)
    return [
        placed(Finding(
            "GRU303", "axes-swapped", "error", "sequence",
            f"{subject.card.lost}: the axis of the samples is taken for that of the steps",
            expected="as many samples as were given", also=("GRU311",), remedy="index the axis of the steps",
        ), spot)
    ]  # fmt: skip


def _returned(subject: Subject, options: Options) -> Place | None:
    """The last expression of the run that makes or picks what is returned."""
    probe = probed(subject, options, np.random.default_rng([options.seed, 21]), SAMPLES)
    flow = Flow(subject.record(probe.call))
    nodes = [n for n in range(len(flow.trace.moments)) if flow.site(n).kind not in PASSED_ON]
    end = min(flow.producing(probe.last), default=0)
    picked = [n for n in nodes if n >= end and flow.site(n).kind == "Subscript"]
    return place(flow.site((picked or nodes)[-1])) if nodes else None
