"""Among explanations that the numbers cannot tell apart: the one that the run itself speaks for.

Each is held against the recorded run; the one under which the user's code stays right the longest, and
is wrong in the fewest places, is what the author most likely meant.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from gru_doctor.closeness import gap
from gru_doctor.diagnosis.cell import Scene, known_of, locate, scene
from gru_doctor.diagnosis.flow import PASSED_ON
from gru_doctor.diagnosis.locate import origins
from gru_doctor.explained import Explained
from gru_doctor.records import Options
from gru_doctor.subject import Subject

ONE = 1e-9
"""Two gates nearer than this are one."""


def settled(subject: Subject, explained: Explained, options: Options) -> Explained:
    """The explanation, or the one of its ties that is right for longest."""
    if not explained.ties:
        return explained
    found = [explained, *explained.ties]
    with np.errstate(all="ignore"):
        best = max(found, key=lambda e: _right_for(subject, e, options))
    return replace(best, ties=())


def _right_for(subject: Subject, explained: Explained, options: Options) -> tuple[int, int, int]:
    """How often a gate is read in the other's place (negated); the index of the place at fault, or of
    the first wrong value where no fault has a name; the number of places that are wrong (negated)."""
    stage = scene(subject, explained, options)
    wrong = origins(stage.flow, stage.output, known_of(stage.right, stage.apart))
    places = [locate(stage, named, explained) for named in explained.named]
    first = min((p for p in places if p is not None), default=wrong[0] if wrong else -1)
    return -_mistaken(stage, explained), first, -len(wrong)


def _mistaken(stage: Scene, explained: Explained) -> int:
    """Where one gate serves as both: how often the run reads it for the one that it is not."""
    made = min(stage.flow.producing(stage.wrong.n), default=None)
    if made is None or gap(stage.wrong.z, stage.wrong.r) > ONE:
        return 0
    read = [i for i in stage.flow.producing(stage.wrong.z) if stage.flow.site(i).kind in PASSED_ON]
    for_candidate = sum(i < made for i in read)
    resets = any(named.altered.gate == "reset" for named in explained.named)
    return for_candidate if resets else len(read) - for_candidate
