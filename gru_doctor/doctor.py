"""The spine: load, identify, compare, check, train, diagnose; one line a stage."""

from __future__ import annotations

import traceback
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from functools import partial

from gru_doctor import __version__
from gru_doctor.checks.gates import compare_gates
from gru_doctor.checks.gradient import check_gradient
from gru_doctor.checks.trust import check_trust
from gru_doctor.diagnosis.equations.cell import cell_findings
from gru_doctor.diagnosis.equations.dead import dead_findings
from gru_doctor.diagnosis.equations.expected import expectation_notes, mismatches
from gru_doctor.diagnosis.findings import diagnose
from gru_doctor.diagnosis.locating.cells import in_cells
from gru_doctor.diagnosis.manners import manner_findings
from gru_doctor.diagnosis.verdict import verdict_of
from gru_doctor.errors import InternalTrouble, NoTarget, Trouble, UsageTrouble
from gru_doctor.examining.beside import beside
from gru_doctor.examining.composed import command, examined_whole, in_halves, reproduce
from gru_doctor.examining.further import as_layer, in_storeys
from gru_doctor.examining.inner import inner_cell
from gru_doctor.examining.kept import kept_of
from gru_doctor.examining.lawful import check_properties, lawful_cell, laws_broken
from gru_doctor.examining.seen import Inner
from gru_doctor.examining.sharpened import blurred, in_double, sharpened
from gru_doctor.examining.stages import (
    Progress,
    Stages,
    convention_of,
    memorized,
    over_time,
    own_forward,
    unsteady,
)
from gru_doctor.examining.ways import Steps, nothing_beside
from gru_doctor.explained import Explained
from gru_doctor.records import (
    CHECKS,
    Evidence,
    Finding,
    Options,
    Problem,
    Report,
    Result,
    Target,
)
from gru_doctor.subject import Subject
from gru_doctor.verdicts import Interrupted
from gru_doctor.walk import Task, chosen, tasks
from gru_doctor.worker.client import opened


def examine_all(paths: Sequence[str], options: Options, progress: Progress) -> Report:
    """Examine every target of every path, in order. Raises Interrupted on Ctrl-C."""
    return examine_tasks(tasks(paths), options, progress)


def examine_tasks(asked: Sequence[Task], options: Options, progress: Progress) -> Report:
    """Examine file after file. Raises Interrupted on Ctrl-C."""
    by_file: list[list[Result]] = []
    try:
        for number, task in enumerate(asked):
            by_file.append([])
            by_file[-1].extend(_results(task, options, _overall(progress, number, len(asked))))
    except KeyboardInterrupt as stop:
        raise Interrupted(_report([r for r in by_file if r], options)) from stop
    return _report(by_file, options)


def examined(task: Task, options: Options, progress: Progress) -> list[Result]:
    """What there is to say of one file."""
    return kept_of(list(_results(task, options, progress)))


def _overall(progress: Progress, number: int, files: int) -> Progress:
    """Of several files, how many are done, not how much of one."""
    if files == 1:
        return progress
    return lambda message, share: progress(message, number / files)


def _report(by_file: list[list[Result]], options: Options) -> Report:
    results = tuple(r for results in by_file for r in kept_of(results))
    return Report(__version__, options.seed, results, sum(not results for results in by_file))


def _results(task: Task, options: Options, progress: Progress) -> Iterator[Result]:
    try:
        found = chosen(task, options)
    except Trouble as trouble:
        if not (task.found and trouble.kind in (NoTarget.kind, UsageTrouble.kind)):
            yield _failed(Target(task.path, task.name or ""), trouble, options)
        return
    for target in found:
        yield examine(target, options, progress)


def examine(target: Target, options: Options, progress: Progress) -> Result:
    """The whole examination of one target."""
    progress(f"loading {target}", None)
    try:
        result = _examined_as_built(target, options, progress)
        if blurred(result, options):
            result = sharpened(result, examine(target, in_double(options), progress))
        result = as_layer(result, options, lambda asked: examine(target, asked, progress))
        return in_cells(in_storeys(result, options, partial(_stacked, target, progress)))
    except Trouble as trouble:
        return _failed(target, trouble, options)
    except Exception as error:
        # A mistake of ours: this target gets no verdict, and the others are examined all the same.
        if options.verbose:
            traceback.print_exc()
        failure = InternalTrouble(f"gru-doctor itself failed: {error!r}", "please report it, with the file")
        return _failed(target, failure, options)


def _examined_as_built(target: Target, options: Options, progress: Progress) -> Result:
    """By itself; of what is made of layers, how they are put together."""
    layer = partial(_layer, target, options)
    with opened(target, options) as subject, beside(target, options) as steps:
        if subject.card.ready == "halves":
            with layer(1) as one:
                first = _examined(one, nothing_beside, target, options, progress)
            return in_halves(first, subject, target, options, progress, layer)
        if subject.card.parts:
            return examined_whole(subject, target, options, progress, layer)
        return _examined(subject, steps, target, options, progress)


def _layer(target: Target, options: Options, number: int) -> AbstractContextManager[Subject]:
    """One of the layers that a target is made of."""
    return opened(target, replace(options, part=number))


def _stacked(target: Target, progress: Progress, options: Options) -> Result:
    with opened(target, options) as subject:
        return examined_whole(subject, target, options, progress, partial(_layer, target, options))


def _examined(subject: Subject, steps: Steps, target: Target, options: Options, progress: Progress) -> Result:
    """Each stage turns records into records; what cannot run says so and the rest goes on."""
    run = Stages(options, progress)
    trust = run("trust", lambda: check_trust(subject, options))
    if unsteady(trust):
        return _unsteady(subject, target, trust, options)
    inner = inner_cell(subject, options, steps)
    card = replace(subject.card, kind=inner.kind)
    explained, gates, cell = _step_of(inner, options, run)
    sequence = run("sequence", lambda: over_time(subject, explained, options, card.kind))
    gradient = run("gradient", lambda: check_gradient(subject, own_forward(explained, sequence), options))
    learning = run("memorization", lambda: memorized(subject, explained, options, progress))
    tried = lawful_cell(subject, explained, card.kind, options)
    lawful = run("properties", lambda: check_properties(tried, options))
    checks = (trust, gates, gradient, sequence, learning, lawful)
    findings = diagnose(
        subject, explained, cell, checks, options, lambda: laws_broken(tried, lawful, card.kind, options)
    )
    findings += mismatches(inner.subject, explained, options, card.kind)
    verdict, problem = verdict_of(card, checks, findings, options)
    return Result(
        target=target,
        verdict=verdict,
        card=card,
        convention=convention_of(explained, card),
        checks=checks,
        findings=findings,
        error=problem,
        notes=(
            *subject.card.notes,
            *explained.identity.notes,
            *expectation_notes(explained.identity, options),
        ),
        reproduce=reproduce(target, options),
    )


def _step_of(inner: Inner, options: Options, run: Stages) -> tuple[Explained, Evidence, list[Finding]]:
    """What is known of the step as it holds for the target, how its gates compare, and what is wrong."""
    explained = inner.explained
    gates = run("gates", lambda: compare_gates(inner.subject, explained, options, inner.kind))
    found = cell_findings(inner.subject, explained, gates, options)
    found += dead_findings(inner.subject, explained, inner.study, options)
    if found and all(f.severity != "error" for f in found):
        explained = replace(explained, accepted=True)
        gates = run("gates", lambda: compare_gates(inner.subject, explained, options, inner.kind))
    return inner.around(explained), gates, found


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


def _failed(target: Target, trouble: Trouble, options: Options) -> Result:
    problem = Problem(trouble.kind, trouble.message, trouble.hint, trouble.line)
    notes = (f"before that it printed:\n{trouble.printed}",) if trouble.printed else ()
    return Result(target, "error", error=problem, notes=notes, reproduce=command(target, options))
