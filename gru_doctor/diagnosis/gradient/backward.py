"""Findings about the backward pass: the proven slip, and where in the user's code it stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from gru_doctor.checks.pulled import trial
from gru_doctor.closeness import recognised
from gru_doctor.diagnosis.gradient.absent import empty, missing, raising
from gru_doctor.diagnosis.gradient.carrying import carried, carries
from gru_doctor.diagnosis.gradient.cuts import cut
from gru_doctor.diagnosis.gradient.gradients import GradientGuess
from gru_doctor.diagnosis.gradient.misstep import misstep
from gru_doctor.diagnosis.gradient.passes import Passes, one_step
from gru_doctor.diagnosis.gradient.reversal import Reversal, reversal
from gru_doctor.diagnosis.gradient.unreached import unnamed, unreached, withheld
from gru_doctor.diagnosis.locating.place import Place, place, placed
from gru_doctor.equations.reading import Identity
from gru_doctor.records import Card, Evidence, Finding, Options, Proof
from gru_doctor.subject import Gradient, Subject


def gradient_findings(
    subject: Subject, identity: Identity, evidence: Evidence, options: Options
) -> list[Finding]:
    """What is wrong with the gradient of a forward that is right."""
    if evidence.status != "fail":
        return []
    short, long = one_step(subject, options), trial(subject, options, max(3, options.steps))
    if short.given.complaint:
        return [raising(subject, identity, short)]
    if subject.card.gradient == "backward" and empty(short.given) and empty(long.given):
        return [missing(subject, short)]
    passes = Passes(subject, identity, short, long)
    guesses = passes.guesses()
    if guesses:
        return findings_of(passes, guesses)
    finding = withheld(subject.card, unnamed(subject.card, evidence), short.given)
    return [unreached(subject, short, finding)]


def scrambled(finding: Finding, given: Gradient, right: Gradient) -> Finding:
    """What nothing explains, where each wrong array holds the numbers of the right one elsewhere."""
    wrong = {n: a for n, a in given.weights.items() if not recognised(a, right.weights.get(n))}
    pairs = [(np.sort(a, axis=None), np.sort(right.weights[n], axis=None)) for n, a in wrong.items()]
    if finding.code != "GRU201" or not pairs or not all(recognised(a, b) for a, b in pairs):
        return finding
    return replace(
        finding, code="GRU219", name="transposed-gradient", also=("GRU201",),
        message=f"the gradient of {', '.join(wrong)} holds the right numbers in the wrong places",
        remedy="transpose with .T; .reshape keeps the order in which the numbers lie",
    )  # fmt: skip


def findings_of(passes: Passes, guesses: Sequence[GradientGuess]) -> list[Finding]:
    """What the guesses say, each where it stands in the user's code."""
    found = (_between(passes, guess, _finding(passes, guess)) for guess in guesses)
    return [scrambled(finding, passes.short.given, passes.right) for finding in found]


def _finding(passes: Passes, guess: GradientGuess) -> Finding:
    found = located(passes, guess)
    spot = found.place if found else None
    if found and found.cut and guess.code != "GRU218":
        guess = replace(guess, code="GRU218", name="detached", also=(guess.code, *guess.also))
    slip = guess.slipped
    told = f"your gradient has {slip.yours}" if slip else f"the gradient differs first at {guess.block}"
    proof = (
        f"; with that one change the reference's backward gives your numbers to {guess.error_if_repaired:.0e}"
        if guess.error_if_repaired is not None
        else "; no known fault explains it"
    )
    return placed(Finding(
        code=guess.code, name=guess.name, severity=guess.severity, gate="gradient",
        message=f"{told}{proof}; as it stands it is off by {guess.error:.0e}",
        expected=slip.reference if slip else None, actual=told,
        evidence=Proof(guess.error, guess.error_if_repaired), also=guess.also,
        block=guess.block, factor=guess.factor,
        remedy=_remedy(guess),
    ), spot)  # fmt: skip


def _between(passes: Passes, guess: GradientGuess, finding: Finding) -> Finding:
    """What goes wrong between the steps of a backward by hand stands in the loop over them."""
    by_hand = finding.code != "GRU218" and passes.subject.card.gradient == "backward"
    if passes.long is None or not by_hand or not carries(guess, passes.long.given.h0 is not None):
        return finding
    spot = carried(passes.subject, passes.long, passes.truth.long)
    if spot is None:
        return finding
    return placed(finding, spot)


@dataclass(frozen=True)
class Spot:
    """Where a gradient goes wrong, and whether the graph of autograd is cut there."""

    place: Place
    cut: bool


def _remedy(guess: GradientGuess) -> str | None:
    if guess.slipped is None:
        return None
    if guess.factor == 0:
        return f"add the missing term here: {guess.slipped.reference}"
    return f"make it {guess.slipped.reference}"


def located(passes: Passes, guess: GradientGuess) -> Spot | None:
    """The expression at fault, where there is one in the user's code: in a backward written by hand, or
    where the forward leaves the graph of autograd."""
    card = passes.subject.card
    stage = reversal(passes, guess)
    lost = guess.factor == 0 or card.gradient == "autograd"
    node = cut(stage.flow, stage.right.step.out) if lost and card.framework != "numpy" else None
    if node is not None:
        return Spot(place(stage.flow.site(node)), cut=True)
    node = misstep(stage, guess)
    if node is None or not _in_backward(stage, node, card):
        return None
    return Spot(place(stage.flow.site(node)), cut=False)


def _in_backward(stage: Reversal, node: int, card: Card) -> bool:
    """Under autograd only a backward that the user wrote, of a custom Function, can be at fault."""
    return card.gradient == "backward" or "backward" in stage.flow.site(node).function
