"""Findings about the way over time: the altered layer that reproduces the output, and its line."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite

from gru_doctor.checks.itself import by_itself
from gru_doctor.checks.ordering import exchanged
from gru_doctor.checks.sequence import Walk, walked
from gru_doctor.closeness import rounding
from gru_doctor.diagnosis.layer.sequences import Gave, SequenceGuess, name_sequences
from gru_doctor.diagnosis.layer.start import start_findings
from gru_doctor.diagnosis.layer.walking import astray
from gru_doctor.diagnosis.locating.flow import PASSED_ON, Flow
from gru_doctor.diagnosis.locating.loops import header_around
from gru_doctor.diagnosis.locating.place import Place, name_of, place, placed
from gru_doctor.explained import Explained
from gru_doctor.records import Evidence, Finding, Options, Proof
from gru_doctor.subject import Subject


def sequence_findings(
    subject: Subject, explained: Explained, evidence: Evidence, options: Options
) -> list[Finding]:
    """The sequence fault that the numbers prove, at most one."""
    started = start_findings(subject, evidence, options)
    if started:
        return started
    if not explained.explained:
        return _by_its_own_step(subject, explained, options)
    if evidence.status != "fail":
        return []
    walks = _walks(subject, explained, options)
    guesses, spot = _named(subject, walks), _spot(subject, walks)
    return [_finding(g, spot) for g in guesses] or [_unexplained(evidence, spot.place if spot else None)]


def _by_its_own_step(subject: Subject, explained: Explained, options: Options) -> list[Finding]:
    """The known fault of the loop that gives all the layer returns, by the step that the code itself makes:
    where its equations are not known, nothing else is said of the loop."""
    limit = rounding(subject.card.dtype)
    for itself in by_itself(subject, explained):
        walks = _walks(subject, itself, options)
        if _worst(walks) <= limit:
            return []
        guesses = _named(subject, walks)
        if guesses:
            spot = _spot(subject, walks)
            return [_finding(g, spot) for g in guesses]
    return []


def _worst(walks: list[Walk]) -> float:
    return max(e for w in walks for e in w.errors.values())


def _spot(subject: Subject, walks: list[Walk]) -> Returning | None:
    limit = rounding(subject.card.dtype)
    return returned_at(subject, next((w for w in walks if _worst([w]) > limit), walks[0]))


def strayings(subject: Subject, explained: Explained, options: Options) -> list[SequenceGuess]:
    """The known faults of a loop over this cell that give what the layer returns."""
    return _named(subject, _walks(subject, explained, options))


def accounted(subject: Subject, explained: Explained, options: Options) -> bool:
    """Whether this cell, in a right loop or in one of a known fault, gives what the layer returns."""
    walks = _walks(subject, explained, options)
    return _worst(walks) <= rounding(subject.card.dtype) or bool(_named(subject, walks))


def _named(subject: Subject, walks: list[Walk]) -> list[SequenceGuess]:
    return name_sequences([(gave(w), w.sequence) for w in walks], rounding(subject.card.dtype))


def _walks(subject: Subject, explained: Explained, options: Options) -> list[Walk]:
    return list(walked(subject, explained, options, max(3, options.steps)).values())


def gave(seen: Walk) -> Gave:
    """What the layer returned on a walk."""
    return Gave(seen.probe.run.outputs, seen.probe.run.last)


@dataclass(frozen=True)
class Returning:
    """The expression that makes what a layer returns, and the name of what it should have been."""

    place: Place
    wanted: str | None


def returned_at(subject: Subject, seen: Walk) -> Returning | None:
    """The latest record of what the layer returned, followed back through names to what made it."""
    subject.assign(seen.probe.weights)
    flow = Flow(subject.record(seen.probe.call))
    run = seen.probe.run
    put_wrong = seen.sequence.mask is not None and exchanged(run, seen.right, rounding(subject.card.dtype))
    spot = None if put_wrong else astray(flow, seen)
    if spot is not None:
        return Returning(spot, None)
    good = seen.errors.get("outputs", 1.0) <= rounding(subject.card.dtype)
    value = run.last if run.outputs is None or good else run.outputs
    node = None if value is None else next(flow.producing(value), None)
    if node is None:
        called = called_in_loop(flow)
        return None if called is None else Returning(called, None)
    while flow.site(node).kind in PASSED_ON and flow.binding(node) is not None:
        node = flow.binding(node) or node
    whole = name_of(flow, seen.right.outputs) or name_of(flow, seen.right.last)
    return Returning(place(flow.site(node)), whole)


def called_in_loop(flow: Flow) -> Place | None:
    """The first call, in a loop of the user's, of code that stands elsewhere in the file: the step."""
    for n, moment in enumerate(flow.trace.moments):
        site = flow.site(n)
        inner = (flow.site(j).function for j in range(moment.begin, n))
        if site.kind == "Call" and any(f != site.function for f in inner) and header_around(site.span):
            return place(site)
    return None


def _finding(guess: SequenceGuess, returning: Returning | None) -> Finding:
    spot = returning.place if returning else None
    wanted = returning.wanted if returning else None
    told = f"`{spot.text}` gives" if spot else "the layer gives"
    finding = Finding(
        code=guess.code,
        name=guess.name,
        severity=guess.severity,
        gate="sequence",
        message=f"{told} {guess.strayed.yours}; that reproduces your output to "
        f"{guess.error_if_repaired:.0e}, {_right_layer(guess.error)}",
        expected=guess.strayed.reference,
        actual=guess.strayed.yours,
        evidence=Proof(guess.error if isfinite(guess.error) else None, guess.error_if_repaired),
        also=guess.also,
        remedy=f"replace `{spot.text}` by `{wanted}`" if spot and wanted not in (None, spot.text) else None,
    )
    return placed(finding, spot)


def _right_layer(error: float) -> str:
    return (
        f"the right layer is off by {error:.0e}" if isfinite(error) else "the right layer gives another shape"
    )


def _unexplained(evidence: Evidence, spot: Place | None) -> Finding:
    return placed(Finding(
        code="GRU312", name="step-differs-from-sequence", severity="error", gate="sequence",
        message="the layer does not return what its own cell gives step by step; "
        "no known fault explains it",
        expected="what the cell gives, step by step", evidence=Proof(evidence.max_error),
        remedy="run the layer beside its cell for 1, 2, 3 … steps, and see where they part",
    ), spot)  # fmt: skip
