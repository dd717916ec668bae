"""What is found out about a loaded cell once, so that any numbers can be compared with the reference."""

from __future__ import annotations

from dataclasses import replace

from gru_doctor.checks.identifying.kind import REFERENCED
from gru_doctor.checks.sequence import restarts, walked
from gru_doctor.checks.trust import carried_over
from gru_doctor.equations.gru import EQUATIONS
from gru_doctor.errors import NotExamined
from gru_doctor.examining.inner import inner_cell
from gru_doctor.explained import Explained
from gru_doctor.records import Options
from gru_doctor.subject import Subject
from gru_doctor.trials import Cell

STEPS = 4


def known(subject: Subject, options: Options) -> Cell:
    """The cell with the GRU it is meant to be: that of its arrays read in the one way which explains
    most of its numbers, without the faults that were named. None is assumed where none fits."""
    stateful = carried_over(subject, options)
    if subject.card.parts:
        return Cell(subject, stateful=stateful)
    try:
        inner = inner_cell(subject, options)
    except NotExamined:
        return Cell(subject, stateful=stateful)
    if inner.kind not in REFERENCED:
        return Cell(subject, stateful=stateful)
    explained = inner.explained
    variant = explained.identity.convention.variant is not None
    explained = inner.around(explained if variant else replace(explained, equations=EQUATIONS))
    return Cell(
        subject, explained.identity, explained.equations, _restarts(subject, explained, options), stateful
    )


def _restarts(subject: Subject, explained: Explained, options: Options) -> bool:
    """Whether its mask multiplies h(t−1), as in Keras 0.x."""
    if not subject.card.takes_mask or subject.card.level == "cell":
        return False
    return restarts(walked(subject, explained, options, STEPS))
