"""A backward pass under a forward pass that is wrong: whether it needs a repair of its own.

The published backward pass is taken at the values that the wrong forward pass has left in the cache. A
backward that gives its numbers is right as soon as the forward is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import product

from gru_doctor.checks.pulled import Trial, trial
from gru_doctor.diagnosis.gradient.absent import empty
from gru_doctor.diagnosis.gradient.backward import findings_of
from gru_doctor.diagnosis.gradient.passes import Passes, one_step
from gru_doctor.equations.backward import RULES
from gru_doctor.equations.derived import cached_rules, own_rules
from gru_doctor.explained import Explained
from gru_doctor.records import Convention, Evidence, Finding, Options
from gru_doctor.subject import Subject

REPAIRED = "Your backward pass is that of the repaired forward: it needs no change"
KERNELS = {f"{kernel}_{gate}" for kernel in "WU" for gate in "zrn"}
CACHED = "dU_n"
"""The rule that reads what the forward has multiplied by U_n, which may be in its cache."""
OWN = "Your backward pass fits the forward as it stands: change it together with the forward"


def beside(
    subject: Subject, explained: Explained, found: list[Finding], gradient: Evidence, options: Options
) -> list[Finding]:
    """The findings of the cell, the first of which says what becomes of the backward pass written by hand;
    and, where that fits neither forward, a finding of its own."""
    faulty = bool(found) and found[0].severity == "error" and explained.explained and bool(explained.named)
    if not faulty or subject.card.gradient != "backward" or gradient.status == "skipped":
        return found
    if not explained.identity.reading.places.keys() >= KERNELS:
        return found  # what the forward never reads has no published gradient
    short, long = one_step(subject, options), trial(subject, options, max(3, options.steps))
    if short.given.complaint or long.given.complaint:
        return found
    both = [_passes(subject, explained, short, long, c) for c in _conventions(explained)]
    rules = cached_rules(explained.equations)
    before = [passes for passes in both if passes.identity.convention.reset == "before"]
    cached = [replace(passes, rules=rules) for passes in before if rules != RULES]
    if any(passes.agrees() for passes in (*both, *cached)):
        return [_told(found[0], REPAIRED), *found[1:]]
    if gradient.status == "pass":
        return [_told(found[0], OWN), *found[1:]]
    own = replace(both[0], rules=own_rules(explained.equations))
    return [*found, *_besides([*both, *cached, own])]


def within_steps(
    subject: Subject, explained: Explained, gradient: Evidence, options: Options
) -> list[Finding]:
    """Beside a fault of the sequence: what is wrong with the backward pass of a single step, where the
    forward of a single step is right, or where a slip in the published backward pass gives its numbers."""
    judged = subject.card.gradient == "backward" and gradient.status == "fail"
    if not judged or not explained.explained or explained.named:
        return []
    short = one_step(subject, options)
    if short.given.complaint or empty(short.given):
        return []
    passes = Passes(subject, explained.identity, short, None)
    if passes.agrees():
        return []
    found = _besides([passes])
    proven = all(f.evidence.error_if_repaired is not None for f in found)
    return found if proven or passes.is_its_forward() else []


def _passes(
    subject: Subject, explained: Explained, short: Trial, long: Trial, convention: Convention
) -> Passes:
    identity = replace(explained.identity, convention=convention)
    return Passes(subject, identity, short, long, explained.equations)


def _conventions(explained: Explained) -> list[Convention]:
    """Both places of the reset, and both meanings of the update gate, where the fault has erased them: which
    one was meant may only show in the backward pass."""
    convention = explained.identity.convention
    either = any("update" in n.altered.erases for n in explained.named)
    updates = dict.fromkeys((convention.update, "keeps", "writes")) if either else (convention.update,)
    resets = ("before", "after") if convention.reset is None else (convention.reset,)
    return [replace(convention, update=u, reset=r) for u, r in product(updates, resets)]


def _told(finding: Finding, told: str) -> Finding:
    return replace(finding, message=f"{finding.message}. {told}")


def _besides(both: Sequence[Passes]) -> list[Finding]:
    """What is wrong with the backward pass besides: the slips that give its numbers, if any do."""
    likely = sorted(both, key=lambda p: len(p.trial.short.wrong()))
    if any(passes.agrees() for passes in likely):
        return []
    alone = ((passes, found) for passes in likely if (found := passes.alone()))
    tried = next(([pair] for pair in alone), None) or [(passes, passes.together()) for passes in likely]
    passes, guesses = min(tried, key=lambda t: (not all(g.proven for g in t[1]), len(t[1])))
    return [_beside(passes, finding) for finding in findings_of(passes, guesses)]


def _beside(passes: Passes, finding: Finding) -> Finding:
    if finding.evidence.error_if_repaired is None:
        told = "the backward pass fits neither the forward as it stands nor the repaired one"
    elif any(passes.rules[n] is not rule for n, rule in RULES.items() if n != CACHED):
        told = "the backward pass is wrong besides, for the forward as it stands too"
    else:
        told = "the backward pass is wrong besides, for the repaired forward too"
    return replace(finding, message=f"{told}: {finding.message}")
