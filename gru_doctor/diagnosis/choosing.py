"""Among explanations that the numbers cannot tell apart: the one that the run itself speaks for.

Each is held against the recorded run; the one under which the user's code stays right the longest, and
is wrong in the fewest places, is what the author most likely meant.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from gru_doctor.diagnosis.cell import known_of, locate, scene
from gru_doctor.diagnosis.locate import origins
from gru_doctor.explained import Explained
from gru_doctor.records import Options
from gru_doctor.subject import Subject


def settled(subject: Subject, explained: Explained, options: Options) -> Explained:
    """The explanation, or the one of its ties that is right for longest."""
    if not explained.ties:
        return explained
    found = [explained, *explained.ties]
    with np.errstate(all="ignore"):
        best = max(found, key=lambda e: _right_for(subject, e, options))
    return replace(best, ties=())


def _right_for(subject: Subject, explained: Explained, options: Options) -> tuple[int, int]:
    """The index of the place at fault, or of the first wrong value where no fault has a name; then
    the number of places that are wrong (negated)."""
    stage = scene(subject, explained, options)
    wrong = origins(stage.flow, stage.output, known_of(stage.right, stage.apart))
    places = [locate(stage, named, explained) for named in explained.named]
    first = min((p for p in places if p is not None), default=wrong[0] if wrong else -1)
    return first, -len(wrong)
