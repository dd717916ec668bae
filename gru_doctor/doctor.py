"""The spine: load, identify, compare, check, train, diagnose; one line a stage."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import replace

from gru_doctor import __version__
from gru_doctor.checks.convention import identify
from gru_doctor.checks.gates import compare_gates
from gru_doctor.checks.gradient import check_gradient
from gru_doctor.checks.kind import REFERENCED, kind_of
from gru_doctor.checks.laws import check_laws
from gru_doctor.checks.memorization import memorize
from gru_doctor.checks.sequence import check_sequence
from gru_doctor.checks.stepping import steppings
from gru_doctor.checks.trust import check_trust
from gru_doctor.diagnosis.cell import cell_findings
from gru_doctor.diagnosis.closest import closest
from gru_doctor.diagnosis.dead import dead_findings
from gru_doctor.diagnosis.findings import diagnose
from gru_doctor.diagnosis.manners import manner_findings
from gru_doctor.diagnosis.naming import explain, recognised
from gru_doctor.diagnosis.verdict import verdict_of
from gru_doctor.equations.reading import Identity
from gru_doctor.errors import ConstructTrouble, NoTarget, Trouble
from gru_doctor.explained import Explained
from gru_doctor.loaders.discover import targets
from gru_doctor.loaders.source import read
from gru_doctor.records import (
    CHECKS,
    Card,
    Convention,
    Evidence,
    Kind,
    Options,
    Problem,
    Report,
    Result,
    Span,
    Target,
)
from gru_doctor.subject import Subject
from gru_doctor.worker.client import opened

Progress = Callable[[str, "float | None"], None]


def examine_all(paths: Sequence[str], options: Options, progress: Progress) -> Report:
    """Examine every target of every path, in order."""
    results: list[Result] = []
    for path in paths:
        results += _examine_path(path, options, progress)
    return Report(__version__, options.seed, tuple(results))


def _examine_path(path: str, options: Options, progress: Progress) -> list[Result]:
    file, name = split(path)
    try:
        found = targets(read(file), name)
    except Trouble as trouble:
        return [_failed(Target(file, name or ""), trouble)]
    results = [examine(target, options, progress) for target in found]
    examined = [r for r in results if not _not_a_cell(r)]
    return once(examined) or results


def once(results: list[Result]) -> list[Result]:
    """Each fault at one target only: a layer whose errors all stand in a cell examined before it says
    nothing of its own, and the cell's result tells that it is used there."""
    kept: list[Result] = []
    for result in results:
        errors = {(f.code, f.span) for f in result.findings if f.severity == "error"}
        home = next((k for k in kept if errors and errors <= _errors(k)), None)
        if home is None:
            kept.append(result)
            continue
        note = f"{result.target.name} uses it, and was not judged on its own"
        kept[kept.index(home)] = replace(home, notes=(*home.notes, note))
    return kept


def _errors(result: Result) -> set[tuple[str, Span | None]]:
    return {(f.code, f.span) for f in result.findings if f.severity == "error" and f.span is not None}


def split(path: str) -> tuple[str, str | None]:
    """`file.py:Name` into its two parts."""
    head, colon, name = path.rpartition(":")
    if colon and head and name.replace(".", "").isidentifier():
        return head, name
    return path, None


def examine(target: Target, options: Options, progress: Progress) -> Result:
    """The whole examination of one target."""
    progress(f"loading {target}", None)
    try:
        with opened(target, options) as subject:
            return _examined(subject, target, options, progress)
    except Trouble as trouble:
        return _failed(target, trouble)


def _examined(subject: Subject, target: Target, options: Options, progress: Progress) -> Result:
    """Each stage turns records into records; what cannot run says so and the rest goes on."""
    run = Stages(options, progress)
    trust = run("trust", lambda: check_trust(subject, options))
    if unsteady(trust):
        return _unsteady(subject, target, trust, options)
    study = identify(subject, options)
    card = replace(subject.card, kind=kind_of(subject.card, study))
    explained = inner_cell(subject, explain(subject, study, options, card.kind), options)
    gates = run("gates", lambda: compare_gates(subject, explained, options, card.kind))
    cell = cell_findings(subject, explained, gates, options)
    cell += dead_findings(subject, explained, study, options)
    if cell and all(f.severity != "error" for f in cell):
        explained = replace(explained, accepted=True)
        gates = run("gates", lambda: compare_gates(subject, explained, options, card.kind))
    sequence = run("sequence", lambda: _over_time(subject, explained, options, card.kind))
    gradient = run("gradient", lambda: check_gradient(subject, own_forward(explained, sequence), options))
    learning = run("memorization", lambda: _memorized(subject, explained, options, progress))
    laws = run("properties", lambda: _laws(subject, options, card.kind))
    checks = (trust, gates, gradient, sequence, learning, *laws_if_any(laws))
    findings = diagnose(subject, explained, cell, checks, options)
    verdict, problem = verdict_of(card, checks, findings, options)
    return Result(
        target=target,
        verdict=verdict,
        card=card,
        convention=convention_of(explained, card),
        checks=checks,
        findings=findings,
        error=problem,
        notes=(*subject.card.notes, *explained.identity.notes),
        reproduce=reproduce(target, options),
    )


def unsteady(trust: Evidence) -> bool:
    """Whether the same call gives other numbers each time: then no later number means anything."""
    again = trust.parts.get("deterministic")
    return trust.status == "fail" and again is not None and not again <= (trust.tolerance or 0.0)


def _unsteady(subject: Subject, target: Target, trust: Evidence, options: Options) -> Result:
    left_out = "the same call gives other numbers each time, so nothing more was measured"
    skipped = tuple(Evidence(n, "skipped", detail=left_out) for n in CHECKS[1:5])
    return Result(
        target=target,
        verdict="faulty",
        card=subject.card,
        checks=(trust, *skipped),
        findings=tuple(manner_findings(subject, trust, options)),
        notes=subject.card.notes,
        reproduce=reproduce(target, options),
    )


def _laws(subject: Subject, options: Options, kind: Kind) -> Evidence:
    """The laws of every recurrent cell, for what has no equations to be compared with."""
    if kind in REFERENCED:
        return Evidence("properties", "skipped", detail="the equations say more")
    return replace(check_laws(subject, options), name="properties")


def laws_if_any(laws: Evidence) -> tuple[Evidence, ...]:
    """A row of its own only where the laws stand in for the equations."""
    return () if laws.status == "skipped" else (laws,)


def _over_time(subject: Subject, explained: Explained, options: Options, kind: Kind) -> Evidence:
    """Against the reference where there is one, by the laws of all recurrent layers where not."""
    if subject.card.level == "layer" and kind not in REFERENCED:
        return check_laws(subject, options)
    return check_sequence(subject, explained, options)


def convention_of(explained: Explained, card: Card) -> Convention | None:
    """The convention with its nearest relative named; None for what is no GRU."""
    if card.kind not in REFERENCED:
        return None
    return replace(explained.identity.convention, closest=closest(explained.identity))


def _memorized(subject: Subject, explained: Explained, options: Options, progress: Progress) -> Evidence:
    if explained.explained:
        identity = explained.identity
        return memorize(subject, identity.reading, identity.convention, options, progress)
    return memorize(subject, None, None, options, progress)


def inner_cell(subject: Subject, explained: Explained, options: Options) -> Explained:
    """The explanation, or, for a layer whose one step makes no sense, that of a right cell inside it:
    then it is the way over time that is wrong."""
    if explained.explained and not explained.named:
        return explained
    for stepping in steppings(subject):
        try:
            found = recognised(stepping, identify(stepping, options), options)
        except Trouble:
            continue
        if found is not None:
            return found
    return explained


def own_forward(explained: Explained, sequence: Evidence) -> Identity | None:
    """The identity whose equations are the user's own forward, faults and all none; None where the
    gradient has to be judged by finite differences alone."""
    right = explained.explained and not explained.named and sequence.status != "fail"
    return explained.identity if right else None


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


def reproduce(target: Target, options: Options) -> str:
    """The command that gives this result again."""
    return (
        f"gru-doctor check {target} --seed {options.seed} "
        f"--input-size {options.input_size} --hidden-size {options.hidden_size}"
    )


def _failed(target: Target, trouble: Trouble) -> Result:
    problem = Problem(trouble.kind, trouble.message, trouble.hint, trouble.line)
    return Result(target, "error", error=problem, reproduce=f"gru-doctor check {target}".rstrip(":"))


def _not_a_cell(result: Result) -> bool:
    """A candidate by its text that could not be built as a recurrent cell."""
    return result.error is not None and result.error.kind in (ConstructTrouble.kind, NoTarget.kind)
