"""What a fault does to learning: warnings that name their cause, never the only findings."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

import numpy as np

from gru_doctor.checks.gradient import truth
from gru_doctor.checks.pulled import trial
from gru_doctor.equations.reading import Identity
from gru_doctor.errors import Trouble
from gru_doctor.fault import coded
from gru_doctor.records import Evidence, Finding, Options, Proof, Related
from gru_doctor.subject import Subject

SLOWER = 1.5
"""How many times the reference's steps count as slower."""
VANISHED = 1e-3
"""What is left of the gradient at the first step, as a share of the reference's there."""


Gone = Callable[[], "float | None"]


def symptoms(found: Sequence[Finding], learning: Evidence, left: Gone) -> list[Finding]:
    """GRU401, 402 and 403, each because of the first error found; none without one. `left` tells what
    is left of the gradient at the first step."""
    cause = next((f for f in found if f.severity == "error"), None)
    if cause is None:
        return []
    return [*_of_learning(cause, learning), *_of_gradient(cause, left())]


def gradient_left(
    subject: Subject, identity: Identity | None, evidence: Evidence, options: Options
) -> float | None:
    """How much of the last state's gradient reaches the first input, as a share of the reference's; None
    where the gradient is right, or no reference is known."""
    if identity is None or evidence.status != "fail" or not subject.card.gradient:
        return None
    made = trial(subject, options, max(3, options.steps))
    cotangent = np.zeros(made.cotangent.shape)
    cotangent[-1] = made.cotangent[-1]
    if cotangent.ndim == 2:
        cotangent = made.cotangent
    try:
        last = replace(made, cotangent=cotangent, given=subject.gradient(made.call, cotangent))
    except Trouble:
        return None
    yours, theirs = last.given.xs, truth(identity, last).xs
    if yours is None or theirs is None or not np.any(theirs[0]):
        return None
    return float(np.linalg.norm(yours[0]) / np.linalg.norm(theirs[0]))


def _of_learning(cause: Finding, learning: Evidence) -> Iterator[Finding]:
    yours, theirs = learning.parts.get("steps"), learning.parts.get("reference_steps")
    if theirs is None:
        return
    if yours is None and learning.status == "fail":
        yield _because(cause, "GRU401", "it does not learn", learning.detail)
    elif yours is not None and yours >= SLOWER * max(theirs, 1):
        ratio = yours / max(theirs, 1)
        told = f"{learning.detail}: {ratio:.1f} times as many"
        yield _because(cause, "GRU402", "it learns more slowly", told, ratio)


def _of_gradient(cause: Finding, left: float | None) -> Iterator[Finding]:
    if left is not None and left <= VANISHED:
        told = f"of the gradient that should reach the first step {left:.1g} is left"
        yield _because(cause, "GRU403", "the gradient dies on its way back", told, left)


def _because(cause: Finding, code: str, what: str, how: str, factor: float | None = None) -> Finding:
    symptom = coded(code)
    span = cause.span
    where = f" (line {span.line})" if span is not None else ""
    return Finding(
        code, symptom.name, symptom.severity, None,
        f"{what} because of {cause.code} {cause.name}{where}: {how}",
        remedy="put that right first",
        evidence=Proof(),
        related=() if span is None else (Related(span.file, span.line, f"{cause.code} {cause.name}"),),
        factor=factor,
    )  # fmt: skip
