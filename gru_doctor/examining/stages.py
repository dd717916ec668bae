"""The stages around the checks: run one and time it, and decide what each is held to."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace

from gru_doctor.checks.identifying.kind import REFERENCED
from gru_doctor.checks.laws import check_laws
from gru_doctor.checks.learning.memorization import memorize
from gru_doctor.checks.sequence import check_sequence
from gru_doctor.diagnosis.equations.closest import followed
from gru_doctor.equations.reading import Identity
from gru_doctor.errors import Trouble
from gru_doctor.explained import Explained
from gru_doctor.records import Card, Convention, Evidence, Kind, Options
from gru_doctor.subject import Subject

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


def own_forward(explained: Explained, sequence: Evidence) -> Identity | None:
    """The identity that is the user's own forward pass to the last equation; None where there is none, and
    the gradient has to be judged by finite differences alone."""
    return explained.identity if explained.published and sequence.status != "fail" else None


def over_time(subject: Subject, explained: Explained, options: Options, kind: Kind) -> Evidence:
    """Against the reference where there is one, by the laws of all recurrent layers where not."""
    if subject.card.level == "layer" and kind not in REFERENCED:
        return check_laws(subject, options)
    return check_sequence(subject, explained, options)


def memorized(subject: Subject, explained: Explained, options: Options, progress: Progress) -> Evidence:
    """Beside the user's own equations where these are known, beside a plain GRU where not."""
    if explained.explained and explained.identity.convention.variant is None:
        identity = explained.identity
        return memorize(subject, identity.reading, identity.convention, options, progress)
    return memorize(subject, None, None, options, progress)


def convention_of(explained: Explained, card: Card) -> Convention | None:
    """The convention with its nearest relative named; None for what is no GRU."""
    if card.kind not in REFERENCED:
        return None
    follows = tuple(p.name for p in followed(explained.identity))
    return replace(explained.identity.convention, closest=next(iter(follows), None), follows=follows)
