"""Other ways to the cell in a layer than its own step: the step that its loop calls, a value in the loop, a
call of several steps that gives one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace

import numpy as np

from gru_doctor.checks.identifying.convention import Study, described, identify
from gru_doctor.checks.identifying.keeping import Unmixed, kept_share
from gru_doctor.checks.identifying.kind import REFERENCED, kind_of
from gru_doctor.checks.probe import call, rerun, weights
from gru_doctor.checks.stepping import steppings
from gru_doctor.diagnosis.equations.naming import plausible, recognised
from gru_doctor.diagnosis.equations.tracing import sighted
from gru_doctor.diagnosis.layer.inside import insides
from gru_doctor.diagnosis.layer.sequence import strayings
from gru_doctor.equations.gru import EQUATIONS
from gru_doctor.equations.reading import Identity
from gru_doctor.errors import Trouble
from gru_doctor.examining.seen import Inner, is_right, repeated, see
from gru_doctor.explained import Explained
from gru_doctor.records import Options
from gru_doctor.subject import Subject

Steps = Callable[[Subject], Iterator[Subject]]


def nothing_beside(layer: Subject) -> Iterator[Subject]:
    """Where no step is known beside a layer."""
    return iter(())


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
        found = see(Unmixed(subject, share), options)
        if is_right(found.explained) or (found.explained.explained and not own.explained.explained):
            return replace(found, share=share)
    return None


def called(subject: Subject, own: Inner | None, beside: Steps, options: Options) -> Inner | None:
    """The right step that the layer's loop calls. Where the layer has a meaning of its own, it must be
    proven that its loop is at fault."""
    for step in beside(subject):
        with suppress(Trouble):
            found = see(step, options)
            meant = own is not None and (own.explained.explained or own.kind not in REFERENCED)
            if not is_right(found.explained) or not _calls(subject, step, options):
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


def looped(subject: Subject, own: Inner, strange: bool, options: Options) -> Inner | None:
    """A right cell in the loop of a layer whose one step no equations explain."""
    if own.explained.explained:
        return None
    return (proven_inside if strange else inside)(subject, own.study, options)


def first_right(subject: Subject, options: Options) -> Inner | None:
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
        if zoned is not None and is_right(zoned.explained):
            return zoned
    return None


def first_named(subject: Subject, options: Options) -> Inner | None:
    """The first such way whose step is that of a known wrong cell."""
    for way in steppings(subject):
        with suppress(Trouble):
            seen = see(way, options)
            if seen.explained.explained:
                return seen
    return None


def first_repeated(subject: Subject, options: Options) -> Inner | None:
    """The first such way whose step, whatever it is, makes the layer in a loop of a known fault."""
    for way in steppings(subject):
        with suppress(Trouble):
            seen = see(way, options)
            if repeated(subject, seen, options):
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


def proven_inside(subject: Subject, study: Study, options: Options) -> Inner | None:
    """The same in a layer that looks like no GRU, where a known fault of the loop gives all that it
    returns: else what is made of the cell may well be meant."""
    inner = inside(subject, study, options)
    return inner if inner is not None and strayings(subject, inner.explained, options) else None
