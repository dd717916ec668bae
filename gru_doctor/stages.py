"""The stages around the checks: run one and time it, and decide what each is held to."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace

from gru_doctor.checks.convention import Study, described, identify
from gru_doctor.checks.kind import REFERENCED, foreign, kind_of
from gru_doctor.checks.laws import check_laws
from gru_doctor.checks.memorization import memorize
from gru_doctor.checks.probe import rerun
from gru_doctor.checks.sequence import check_sequence, restarts, walked
from gru_doctor.checks.stepping import steppings
from gru_doctor.checks.trust import carried_over
from gru_doctor.diagnosis.choosing import settled
from gru_doctor.diagnosis.closest import followed
from gru_doctor.diagnosis.inside import insides
from gru_doctor.diagnosis.lawless import broken_laws, law_findings
from gru_doctor.diagnosis.naming import explain, plausible, recognised
from gru_doctor.diagnosis.sequence import strayings
from gru_doctor.diagnosis.tracing import sighted
from gru_doctor.equations.gru import EQUATIONS
from gru_doctor.equations.reading import Identity
from gru_doctor.errors import CallTrouble, NotExamined, Trouble
from gru_doctor.explained import Explained
from gru_doctor.lawful import ALL, drawn, shown, smallest
from gru_doctor.records import Card, Convention, Evidence, Finding, Kind, Options
from gru_doctor.subject import Subject
from gru_doctor.trials import Cell

Progress = Callable[[str, "float | None"], None]


class Stages:
    """Runs a stage, times it, and turns what goes wrong into evidence."""

    def __init__(self, options: Options, progress: Progress) -> None:
        self.options, self.progress = options, progress

    def __call__(self, name: str, stage: Callable[[], Evidence]) -> Evidence:
        if name not in self.options.checks:
            return Evidence(name, "skipped", detail="left out on request")
        self.progress(name, None)
        start = time.perf_counter()
        try:
            found = stage()
        except Trouble as trouble:
            if trouble.kind in ("timeout", "worker"):
                raise
            found = Evidence(name, "skipped", detail=trouble.message)
        return replace(found, seconds=time.perf_counter() - start)


def unsteady(trust: Evidence) -> bool:
    """Whether the same call gives other numbers each time: then no later number means anything."""
    again = trust.parts.get("deterministic")
    return trust.status == "fail" and again is not None and not again <= (trust.tolerance or 0.0)


@dataclass(frozen=True)
class Inner:
    """The cell that a target is or holds: the Subject by which one step of it can be had, what was
    found out about it, and its kind."""

    subject: Subject
    study: Study
    explained: Explained
    kind: Kind


def inner_cell(subject: Subject, options: Options) -> Inner:
    """The target's own step; or, for a layer whose one step makes no sense, a right cell inside it:
    then it is the way over time that is wrong."""
    own: Inner | None = None
    trouble: Trouble | None = None
    try:
        own = _seen(subject, options)
    except (NotExamined, CallTrouble) as error:  # a layer that drops its only step
        trouble = error
    if own is not None and _right(own.explained):
        return own
    if own is not None:
        own = memoryless(subject, own.study, options) or own
    if own is not None and _right(own.explained):
        return own
    if own is not None and own.kind not in REFERENCED:
        return _proven_inside(subject, own.study, options) or own
    strange = own is not None and not own.explained.explained and foreign(subject, own.study, options)
    inner = _looped(subject, own, strange, options) or _first_right(subject, options)
    if inner is not None:
        return inner
    own = own or _first_named(subject, options)
    if own is None:
        raise trouble or NotExamined("no step of it could be run")
    return replace(own, kind="other") if strange else own


def memoryless(subject: Subject, study: Study, options: Options) -> Inner | None:
    """A layer where no array acts on the state, though there are some that could: a right cell that is
    given a zero state at every step, where that gives all that the layer returns."""
    reading = (study.partial or study.candidates)[0].reading
    if subject.card.level != "layer" or not study.silent or any(b[0] == "U" for b in reading.places):
        return None
    for convention in plausible(study):
        identity = Identity(described(reading, convention, study.roles), reading, 0.0)
        right = Explained(identity, (), True, EQUATIONS)
        if any("GRU302" in (g.code, *g.also) for g in strayings(subject, right, options)):
            return Inner(subject, replace(study, silent=()), right, "gru")
    return None


def _looped(subject: Subject, own: Inner | None, strange: bool, options: Options) -> Inner | None:
    """A right cell in the loop of a layer whose one step no equations explain."""
    if own is None or own.explained.explained:
        return None
    return (_proven_inside if strange else inside)(subject, own.study, options)


def _first_right(subject: Subject, options: Options) -> Inner | None:
    """The first other way to one step of a layer that gives the numbers of a right cell."""
    for way in steppings(subject):
        try:
            study = identify(way, options)
            found = recognised(way, study, options)
        except Trouble:
            continue
        if found is not None:
            return Inner(way, study, found, kind_of(subject.card, study))
    return None


def _first_named(subject: Subject, options: Options) -> Inner | None:
    """The first such way whose step is that of a known wrong cell."""
    for way in steppings(subject):
        with suppress(Trouble):
            seen = _seen(way, options)
            if seen.explained.explained:
                return seen
    return None


def inside(subject: Subject, study: Study, options: Options) -> Inner | None:
    """A right cell in the loop of a layer that spoils what it makes, its arrays read off the run."""
    with suppress(Trouble):
        for way in insides(subject):
            seen = sighted(subject, replace(study, silent=(), probe=rerun(way, study.probe, {})), options)
            found = recognised(way, seen, options)
            if found is not None:
                return Inner(way, seen, found, "gru")
    return None


def _proven_inside(subject: Subject, study: Study, options: Options) -> Inner | None:
    """The same in a layer that looks like no GRU, where a known fault of the loop gives all that it
    returns: else what is made of the cell may well be meant."""
    inner = inside(subject, study, options)
    return inner if inner is not None and strayings(subject, inner.explained, options) else None


def _seen(subject: Subject, options: Options) -> Inner:
    study = identify(subject, options)
    kind = kind_of(subject.card, study)
    explained = settled(subject, explain(subject, study, options, kind), options)
    return Inner(subject, study, explained, kind)


def _right(explained: Explained) -> bool:
    return explained.explained and not explained.named


def own_forward(explained: Explained, sequence: Evidence) -> Identity | None:
    """The identity whose equations are the user's own forward, faults and all none; None where the
    gradient has to be judged by finite differences alone."""
    right = explained.explained and not explained.named and sequence.status != "fail"
    return explained.identity if right else None


def over_time(subject: Subject, explained: Explained, options: Options, kind: Kind) -> Evidence:
    """Against the reference where there is one, by the laws of all recurrent layers where not."""
    if subject.card.level == "layer" and kind not in REFERENCED:
        return check_laws(subject, options)
    return check_sequence(subject, explained, options)


def lawful_cell(subject: Subject, explained: Explained, kind: Kind, options: Options) -> Cell:
    """What the laws are tried on; without the equations where it has none."""
    stateful = carried_over(subject, options)
    if kind not in REFERENCED or not explained.explained or subject.card.parts:
        return Cell(subject, stateful=stateful)
    masked = subject.card.takes_mask and subject.card.level == "layer"
    holds_not = masked and restarts(walked(subject, explained, options, max(3, options.steps)))
    return Cell(subject, explained.identity, explained.equations, holds_not, stateful)


def laws_broken(cell: Cell, evidence: Evidence, kind: Kind, options: Options) -> list[Finding]:
    """The law that does not hold, with the smallest example; of what has no equations nothing is demanded."""
    if kind not in REFERENCED:
        return []
    trial, said = drawn(cell, options), {}
    for law in (law for law in ALL if law.name in broken_laws(evidence)):
        said[law.name] = f"{law.says}\n{shown(smallest(law, cell, trial))}"
    return law_findings(cell.subject, evidence, said, options)


def memorized(subject: Subject, explained: Explained, options: Options, progress: Progress) -> Evidence:
    if explained.explained:
        identity = explained.identity
        return memorize(subject, identity.reading, identity.convention, options, progress)
    return memorize(subject, None, None, options, progress)


def convention_of(explained: Explained, card: Card) -> Convention | None:
    """The convention with its nearest relative named; None for what is no GRU."""
    if card.kind not in REFERENCED:
        return None
    follows = tuple(p.name for p in followed(explained.identity))
    return replace(explained.identity.convention, closest=next(iter(follows), None), follows=follows)
