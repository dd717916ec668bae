"""The cell that a target is or holds: its own step, a right cell inside its loop, the step it calls."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace

import numpy as np

from gru_doctor.checks.identifying.convention import Study, described, identify
from gru_doctor.checks.identifying.keeping import Unmixed, kept_share, mixed
from gru_doctor.checks.identifying.kind import REFERENCED, kind_of, meant
from gru_doctor.checks.itself import stepped
from gru_doctor.checks.probe import call, rerun, weights
from gru_doctor.checks.stepping import steppings
from gru_doctor.diagnosis.equations.choosing import settled
from gru_doctor.diagnosis.equations.dead import holders
from gru_doctor.diagnosis.equations.factors import multiplied
from gru_doctor.diagnosis.equations.naming import explain, plausible, recognised
from gru_doctor.diagnosis.equations.tracing import sighted
from gru_doctor.diagnosis.layer.inside import insides
from gru_doctor.diagnosis.layer.sequence import accounted, strayings
from gru_doctor.equations.gru import EQUATIONS
from gru_doctor.equations.reading import Identity
from gru_doctor.errors import CallTrouble, NotExamined, Trouble
from gru_doctor.explained import Explained
from gru_doctor.records import Array, Kind, Options
from gru_doctor.subject import Subject

UNREACHED = (
    "it takes no initial state and none could be put in its place; from zeros alone its arrays could not "
    "be told apart, so nothing is said of its equations"
)
Steps = Callable[[Subject], Iterator[Subject]]


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


def nothing_beside(layer: Subject) -> Iterator[Subject]:
    """Where no step is known beside a layer."""
    return iter(())


def inner_cell(subject: Subject, options: Options, beside: Steps = nothing_beside) -> Inner:
    """The target's own step; or, for a layer whose one step makes no sense, a right cell inside it, or
    the right step beside it that it calls: then it is the way over time that is wrong."""
    own: Inner | None = None
    trouble: Trouble | None = None
    try:
        own = _borne_out(subject, _seen(subject, options), options)
    except (NotExamined, CallTrouble) as error:  # a layer that drops its only step
        trouble = error
    if own is not None and _right(own.explained):
        return own if _whole(own) else _called(subject, own, beside, options) or own
    if own is not None:
        own = memoryless(subject, own.study, options) or keeping(subject, own, options) or own
    if own is not None and (own.share is not None or _right(own.explained)):
        return own
    called = _called(subject, own, beside, options)
    if called is not None:
        return called
    if own is not None and own.kind not in REFERENCED:
        return _proven_inside(subject, own.study, options) or own
    strange = own is not None and meant(subject, own.study, own.explained.explained, options)
    scaled = multiplied(subject, own.study, options) if own is not None and strange else None
    if own is not None and scaled is not None:
        return replace(own, explained=scaled)
    inner = _looped(subject, own, strange, options) or _first_right(subject, options)
    if inner is not None:
        return inner
    if own is None:
        own = _first_named(subject, options) or _first_repeated(subject, options)
    elif not (strange or _repeated(subject, own, options)):
        own = _first_repeated(subject, options) or own
    if own is None:
        raise trouble or NotExamined("no step of it could be run")
    if strange:
        return replace(own, kind="other")
    if not (own.explained.explained or subject.card.takes_state):
        raise NotExamined(UNREACHED, "write down how it is given a state: gru-doctor init")
    return own


def _borne_out(subject: Subject, own: Inner, options: Options) -> Inner:
    """What is seen of one step; from zeros alone any faults may give the numbers of one, and they count for
    nothing where they do not give those of several."""
    told = own.explained.explained and not _right(own.explained)
    if not told or subject.card.takes_state or _repeated(subject, own, options):
        return own
    return replace(own, explained=replace(own.explained, named=(), explained=False))


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


def keeping(subject: Subject, own: Inner, options: Options) -> Inner | None:
    """A cell that mixes a constant share of the old state with what a right one makes; with what a wrong one
    makes, where nothing else explains it."""
    share = kept_share(subject)
    if share is None:
        return None
    with suppress(Trouble):
        found = _seen(Unmixed(subject, share), options)
        if _right(found.explained) or (found.explained.explained and not own.explained.explained):
            return replace(found, share=share)
    return None


def _whole(own: Inner) -> bool:
    """Whether every array that can only be a bias is one: else the loop may leave them out."""
    places = own.explained.identity.reading.places
    return any(b[0] in "bc" for b in places) or not holders(own.study.silent, own.subject.card)


def _called(subject: Subject, own: Inner | None, beside: Steps, options: Options) -> Inner | None:
    """The right step that the layer's loop calls. Where the layer has a meaning of its own, it must be
    proven that its loop is at fault."""
    for step in beside(subject):
        with suppress(Trouble):
            found = _seen(step, options)
            meant = own is not None and (own.explained.explained or own.kind not in REFERENCED)
            if not _right(found.explained) or not _calls(subject, step, options):
                continue
            if not meant or strayings(subject, found.explained, options):
                return found
    return None


def _calls(layer: Subject, step: Subject, options: Options) -> bool:
    """Whether a run of the layer goes through the code of the step."""
    inside: list[set[str]] = []
    for subject in (step, layer):
        generator = np.random.default_rng([options.seed, 16])
        subject.assign(weights(subject.card, generator))
        trace = subject.record(call(subject.card, options, generator, 3))
        inside.append({trace.sites[m.site].function for m in trace.moments})
    return bool(inside[0]) and inside[0] <= inside[1]


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
        seen = Inner(way, study, Explained(study.best, (), False, EQUATIONS), "gru")
        zoned = keeping(way, seen, options)
        if zoned is not None and _right(zoned.explained):
            return zoned
    return None


def _first_named(subject: Subject, options: Options) -> Inner | None:
    """The first such way whose step is that of a known wrong cell."""
    for way in steppings(subject):
        with suppress(Trouble):
            seen = _seen(way, options)
            if seen.explained.explained:
                return seen
    return None


def _first_repeated(subject: Subject, options: Options) -> Inner | None:
    """The first such way whose step, whatever it is, makes the layer in a loop of a known fault."""
    for way in steppings(subject):
        with suppress(Trouble):
            seen = _seen(way, options)
            if _repeated(subject, seen, options):
                return seen
    return None


def _repeated(subject: Subject, seen: Inner, options: Options) -> bool:
    """Whether a step, by its equations or where there are none by itself, makes the layer in a loop that is
    right or of a known fault; of a cell there is no loop."""
    step = seen.explained if seen.explained.explained else stepped(seen.subject, seen.explained)
    try:
        return subject.card.level == "cell" or accounted(subject, step, options)
    except (CallTrouble, NotExamined):  # several steps of it cannot be had
        return seen.subject is subject


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
