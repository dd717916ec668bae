"""Where samples of a batch meet: the first value of a run that moves when another sample does."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from gru_doctor.checks.probe import call, weights
from gru_doctor.diagnosis.locating.flow import PASSED_ON, Flow
from gru_doctor.diagnosis.locating.place import Place, place
from gru_doctor.records import Array, Options
from gru_doctor.subject import Subject

BATCH, STEPS = 5, 4
"""No other size of a run, so that the axis of the samples is known by its length."""


def mixed_at(subject: Subject, options: Options) -> Place | None:
    """The statement that first carries a change of the first sample over to the others."""
    generator = np.random.default_rng([options.seed, 15])
    subject.assign(weights(subject.card, generator))
    asked = call(subject.card, replace(options, batch=BATCH), generator, STEPS)
    xs = asked.xs.copy()
    xs[:, 0] += 0.5
    before, after = (Flow(subject.record(c)) for c in (asked, replace(asked, xs=xs)))
    if [m.site for m in before.trace.moments] != [m.site for m in after.trace.moments]:
        return None  # the code takes another way for other numbers
    for n in range(len(before.trace.moments)):
        if before.site(n).kind not in PASSED_ON and _others_moved(before.value(n), after.value(n)):
            return place(before.site(n))
    return None


def _others_moved(before: Array | None, after: Array | None) -> bool:
    """Whether entries of other samples than the first differ, along the one axis that counts samples."""
    if before is None or after is None or before.shape != after.shape or before.dtype.kind != "f":
        return False
    axes = [axis for axis, size in enumerate(before.shape) if size == BATCH]
    if len(axes) != 1:
        return False
    one, other = (np.delete(a, 0, axis=axes[0]) for a in (before, after))
    return not np.array_equal(one, other, equal_nan=True)
