"""Laws that need no reference: what holds for every recurrent layer, whatever its equations."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from gru_doctor.checks.probe import call, weights
from gru_doctor.checks.trust import whole
from gru_doctor.closeness import rounding
from gru_doctor.records import Array, Evidence, Options, Status
from gru_doctor.subject import Call, Subject


def check_laws(subject: Subject, options: Options) -> Evidence:
    """Evidence "sequence" of a layer without a reference: causality, and independence of samples."""
    generator = np.random.default_rng([options.seed, 9])
    subject.assign(weights(subject.card, generator))
    asked = call(subject.card, options, generator, max(3, options.steps))
    errors = {"independence of samples": independence(subject, asked)}
    if subject.card.returns_sequence:
        errors["causality"] = causality(subject, asked)
    limit = rounding(subject.card.dtype)
    broken = [name for name, error in errors.items() if error > limit]
    status: Status = "fail" if broken else "pass"
    told = (
        f"broken: {', '.join(broken)}" if broken else f"holds: {', '.join(errors)}; no reference of this kind"
    )
    return Evidence("sequence", status, max(errors.values()), limit, detail=told, parts=dict(errors))


def causality(subject: Subject, asked: Call) -> float:
    """How far earlier outputs move when the last input changes."""
    xs = asked.xs.copy()
    xs[-1] += 0.5
    return float(_moved(subject, asked, xs)[:-1].max(initial=0.0))


def independence(subject: Subject, asked: Call) -> float:
    """How far the other samples' outputs move when the first sample changes."""
    xs = asked.xs.copy()
    xs[:, 0] += 0.5
    return float(_moved(subject, asked, xs)[..., 1:, :].max(initial=0.0))


def _moved(subject: Subject, asked: Call, xs: Array) -> Array:
    """The change of every output, relative to the largest."""
    before = whole(subject.run(asked))
    after = whole(subject.run(replace(asked, xs=xs)))
    moved: Array = np.abs(after - before) / (float(np.max(np.abs(before))) or 1.0)
    return moved
