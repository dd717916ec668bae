"""Code that takes batches and fails on a batch of one, or leaves an axis out of what it returns for it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from gru_doctor.checks.probe import call, weights
from gru_doctor.diagnosis.locating.flow import PASSED_ON, Flow
from gru_doctor.diagnosis.locating.place import Place, place, placed
from gru_doctor.errors import CallTrouble, NotExamined
from gru_doctor.records import Finding, Options
from gru_doctor.subject import Call, Subject


def single_findings(subject: Subject, options: Options) -> list[Finding]:
    """GRU505: a warning where several samples are taken, and one of them alone is not."""
    generator = np.random.default_rng([options.seed, 22])
    subject.assign(weights(subject.card, generator))
    several = call(subject.card, options, generator, max(3, options.steps))
    h0 = None if several.h0 is None else several.h0[:1]
    # An axis of one is known by its size to a stand-in, by its type to the framework itself.
    stood = any("stand-in" in note for note in subject.card.notes)
    if stood or subject.card.parts or _refused(subject, several):
        return []
    why = _refused(subject, replace(several, xs=several.xs[:, :1], h0=h0))
    if not why:
        return []
    spot = _made(subject, several)
    return [
        placed(Finding(
            "GRU505", "single-sample", "warning", None,
            f"{options.batch} samples are taken, one alone is not: {why}",
            expected="the same axes for one sample",
            remedy="name the axis that is to go: squeeze(axis)",
        ), spot)
    ]  # fmt: skip


def _refused(subject: Subject, asked: Call) -> str:
    """Why a call does not work, in one line; empty where it does."""
    try:
        subject.run(asked)
    except (CallTrouble, NotExamined) as trouble:
        return trouble.message.splitlines()[0]
    return ""


def _made(subject: Subject, asked: Call) -> Place | None:
    """The last expression that makes what is returned for several samples."""
    flow = Flow(subject.record(asked))
    run = subject.run(asked)
    values = [v for v in (run.last, run.outputs) if v is not None]
    nodes = [n for v in values for n in flow.producing(v) if flow.site(n).kind not in PASSED_ON]
    return place(flow.site(max(nodes))) if nodes else None
