"""The cell that is seen in one step of a target, and whether its equations explain the target."""

from __future__ import annotations

from dataclasses import dataclass

from gru_doctor.checks.identifying.convention import Study, identify
from gru_doctor.checks.identifying.keeping import mixed
from gru_doctor.checks.identifying.kind import kind_of
from gru_doctor.checks.itself import stepped
from gru_doctor.diagnosis.equations.choosing import settled
from gru_doctor.diagnosis.equations.naming import explain
from gru_doctor.diagnosis.layer.sequence import accounted
from gru_doctor.errors import CallTrouble, NotExamined
from gru_doctor.explained import Explained
from gru_doctor.records import Array, Kind, Options
from gru_doctor.subject import Subject


@dataclass(frozen=True)
class Inner:
    """The cell that a target is or holds: the Subject by which one step of it can be had, what was
    found out about it, and its kind; `share` is what the target keeps of the old state beside it."""

    subject: Subject
    study: Study
    explained: Explained
    kind: Kind
    share: Array | None = None

    def around(self, explained: Explained) -> Explained:
        """What is known of the cell, as it holds for the target."""
        return explained if self.share is None else mixed(explained, self.share)


def see(subject: Subject, options: Options) -> Inner:
    """What one step of a target shows."""
    study = identify(subject, options)
    kind = kind_of(subject.card, study)
    explained = settled(subject, explain(subject, study, options, kind), options)
    return Inner(subject, study, explained, kind)


def is_right(explained: Explained) -> bool:
    """Whether published equations give the numbers, and no fault is named."""
    return explained.explained and not explained.named


def repeated(subject: Subject, own: Inner, options: Options) -> bool:
    """Whether a step, by its equations or where there are none by itself, makes the layer in a loop that is
    right or of a known fault; of a cell there is no loop."""
    step = own.explained if own.explained.explained else stepped(own.subject, own.explained)
    try:
        return subject.card.level == "cell" or accounted(subject, step, options)
    except (CallTrouble, NotExamined):  # several steps of it cannot be had
        return own.subject is subject
