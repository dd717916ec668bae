"""The examination of what is made of layers that are examined by themselves: stacks, two directions."""

from __future__ import annotations

import shlex
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from typing import cast

from gru_doctor.checks.arrangement import assembled
from gru_doctor.checks.gates import compare_gates
from gru_doctor.checks.gradient import check_gradient
from gru_doctor.checks.trust import check_trust
from gru_doctor.diagnosis.equations.expected import mismatches
from gru_doctor.diagnosis.gradient.unreached import unnamed
from gru_doctor.diagnosis.layer.alike import one_layer
from gru_doctor.diagnosis.layer.arrangement import arrangement_findings
from gru_doctor.diagnosis.layer.unread import unread
from gru_doctor.diagnosis.manners import manner_findings
from gru_doctor.errors import ConstructTrouble
from gru_doctor.examining.inner import inner_cell
from gru_doctor.examining.stages import Progress, Stages, convention_of
from gru_doctor.loaders.text.source import STDIN
from gru_doctor.records import Convention, Evidence, Finding, Options, Result, Target
from gru_doctor.subject import Composed, Subject

ALONE = "each layer is examined by itself"
Opening = Callable[[int], AbstractContextManager[Subject]]
Seen = tuple[Evidence, Convention | None, list[Finding]]
ELSEWHERE: Seen = (Evidence("gates", "skipped", detail=ALONE), None, [])


def examined_whole(
    subject: Subject, target: Target, options: Options, progress: Progress, opened: Opening
) -> Result:
    """How the layers are put together, and whether gradients go through all of them; `opened` gives one
    of them by its number.

    Raises ConstructTrouble where they are put together in a way that nobody knows: there is nothing
    to compare it with.
    """
    whole, run = cast(Composed, subject), Stages(options, progress)
    trust = run("trust", lambda: check_trust(whole, options))
    assembly = assembled(whole, options)
    lost = unread(whole, assembly, target)
    if assembly.found is None and not lost:
        raise ConstructTrouble(f"{target.name}: {assembly.evidence.detail}", "name one of its layers")
    sequence = run("sequence", lambda: assembly.evidence)
    gradient = run("gradient", lambda: check_gradient(whole, None, options))
    gates, convention, unfit = _first_layer(opened, options, run) if whole.card.ready == "made" else ELSEWHERE
    memorization = Evidence("memorization", "skipped", detail=ALONE)
    findings = [*lost, *arrangement_findings(whole, assembly), *one_layer(whole, assembly, target)]
    if not findings and gradient.status == "fail":
        findings = [unnamed(whole.card, gradient)]
    findings += unfit
    told = {f.code for f in findings}
    manners = [f for f in manner_findings(whole, trust, options) if f.code not in told]
    passed = all(c.status != "fail" for c in (trust, gates, sequence, gradient))
    return Result(
        target=target,
        verdict="healthy" if passed and not findings else "faulty",
        card=whole.card,
        convention=convention,
        checks=(trust, gates, gradient, sequence, memorization),
        findings=(*findings, *manners),
        notes=(*whole.card.notes, assembly.evidence.detail),
        reproduce=reproduce(target, options),
    )


def in_halves(
    first: Result, subject: Subject, target: Target, options: Options, progress: Progress, opened: Opening
) -> Result:
    """Two directions in one object: what there is to say of the forward one, which was examined like any
    layer, and of how both are put together."""
    if first.verdict == "error":
        return first
    both = examined_whole(subject, target, options, progress, opened)
    notes = (*first.notes, *both.notes[len(subject.card.notes) :])
    verdict = first.verdict if both.verdict == "healthy" else both.verdict
    return replace(first, verdict=verdict, findings=(*first.findings, *both.findings), notes=notes)


def _first_layer(opened: Opening, options: Options, run: Stages) -> Seen:
    """The equations of layers that are ready-made, and what `--expect` has against them: all of them run
    the same code, and the arrangement is compared on the numbers of each."""
    with opened(1) as layer:
        inner = inner_cell(layer, options)
        gates = run("gates", lambda: compare_gates(inner.subject, inner.explained, options, inner.kind))
        convention = convention_of(inner.explained, replace(layer.card, kind=inner.kind))
        return gates, convention, list(mismatches(inner.subject, inner.explained, options, inner.kind))


def reproduce(target: Target, options: Options) -> str:
    """The command that gives this result again."""
    return (
        f"{command(target, options)} --seed {options.seed} "
        f"--input-size {options.input_size} --hidden-size {options.hidden_size}"
        f"{f' --expect {options.expect}' if options.expect else ''}"
    )


def command(target: Target, options: Options) -> str:
    """The command itself, without the numbers it was run with."""
    # A word that starts with a dash is an option: all of standard input is examined again.
    word = "-" if target.path == STDIN else str(target).rstrip(":")
    folders = "".join(f" --path {shlex.quote(folder)}" for folder in options.folders)
    return f"gru-doctor check {word}" + folders + " --run-file" * options.run_file
