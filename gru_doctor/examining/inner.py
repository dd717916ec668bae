"""The cell that a target is or holds: its own step, a right cell inside its loop, the step it calls."""

from __future__ import annotations

from dataclasses import replace

from gru_doctor.checks.identifying.kind import REFERENCED, meant
from gru_doctor.diagnosis.equations.dead import holders
from gru_doctor.diagnosis.equations.factors import multiplied
from gru_doctor.errors import CallTrouble, NotExamined
from gru_doctor.examining.seen import Inner, is_right, repeated, see
from gru_doctor.examining.ways import (
    Steps,
    called,
    first_named,
    first_repeated,
    first_right,
    keeping,
    looped,
    memoryless,
    nothing_beside,
    proven_inside,
)
from gru_doctor.records import Options
from gru_doctor.subject import Subject

UNREACHED = (
    "it takes no initial state and none could be put in its place; from zeros alone its arrays could not "
    "be told apart, so nothing is said of its equations"
)


def inner_cell(subject: Subject, options: Options, beside: Steps = nothing_beside) -> Inner:
    """The target's own step; or, for a layer whose one step makes no sense, a right cell inside it, or
    the right step beside it that it calls: then it is the way over time that is wrong."""
    try:
        own = _borne_out(subject, see(subject, options), options)
    except (NotExamined, CallTrouble):  # a layer that drops its only step
        found = called(subject, None, beside, options) or first_right(subject, options)
        named = found or first_named(subject, options) or first_repeated(subject, options)
        if named is None:
            raise
        return found or _reached(subject, named)
    if is_right(own.explained):
        return own if _whole(own) else called(subject, own, beside, options) or own
    own = memoryless(subject, own.study, options) or keeping(subject, own, options) or own
    if own.share is not None or is_right(own.explained):
        return own
    return called(subject, own, beside, options) or _within(subject, own, options)


def _within(subject: Subject, own: Inner, options: Options) -> Inner:
    """What a target holds whose own step is no right one, and that calls no right step."""
    if own.kind not in REFERENCED:
        return proven_inside(subject, own.study, options) or own
    strange = meant(subject, own.study, own.explained.explained, options)
    scaled = multiplied(subject, own.study, options) if strange else None
    if scaled is not None:
        return replace(own, explained=scaled)
    found = looped(subject, own, strange, options) or first_right(subject, options)
    if found is not None:
        return found
    if strange:
        return replace(own, kind="other")
    if repeated(subject, own, options):
        return _reached(subject, own)
    return _reached(subject, first_repeated(subject, options) or own)


def _reached(subject: Subject, own: Inner) -> Inner:
    """What was seen; from zeros alone what no equations explain tells nothing. Raises NotExamined then."""
    if not (own.explained.explained or subject.card.takes_state):
        raise NotExamined(UNREACHED, "write down how it is given a state: gru-doctor init")
    return own


def _borne_out(subject: Subject, own: Inner, options: Options) -> Inner:
    """What is seen of one step; from zeros alone any faults may give the numbers of one, and they count for
    nothing where they do not give those of several."""
    told = own.explained.explained and not is_right(own.explained)
    if not told or subject.card.takes_state or repeated(subject, own, options):
        return own
    return replace(own, explained=replace(own.explained, named=(), explained=False))


def _whole(own: Inner) -> bool:
    """Whether every array that can only be a bias is one: else the loop may leave them out."""
    places = own.explained.identity.reading.places
    return any(b[0] in "bc" for b in places) or not holders(own.study.silent, own.subject.card)
