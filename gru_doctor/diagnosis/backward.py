"""Findings about the backward pass: the proven slip, and where in the user's code it stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from gru_doctor.checks.gradient import Trial, spread, state_of, trial, truth
from gru_doctor.closeness import gap
from gru_doctor.diagnosis.absent import empty, missing, raising
from gru_doctor.diagnosis.carrying import carried, carries
from gru_doctor.diagnosis.cuts import cut
from gru_doctor.diagnosis.gradient_trial import Observed, Seen, Truth
from gru_doctor.diagnosis.gradients import GradientGuess, name_gradient
from gru_doctor.diagnosis.misstep import misstep
from gru_doctor.diagnosis.place import Place, place
from gru_doctor.diagnosis.reversal import Reversal, reversal
from gru_doctor.diagnosis.unreached import unnamed, unreached, withheld
from gru_doctor.equations.chain import Chain
from gru_doctor.equations.gru import EQUATIONS, Equation
from gru_doctor.equations.reading import Identity
from gru_doctor.records import Array, Card, Evidence, Finding, Options, Proof
from gru_doctor.subject import Gradient, Subject

Equations = Mapping[str, Equation]


def gradient_findings(
    subject: Subject, identity: Identity, evidence: Evidence, options: Options
) -> list[Finding]:
    """What is wrong with the gradient of a forward that is right."""
    if evidence.status != "fail":
        return []
    short, long = trial(subject, options, 1), trial(subject, options, max(3, options.steps))
    if short.given.complaint:
        return [raising(subject, identity, short)]
    if subject.card.gradient == "backward" and empty(short.given) and empty(long.given):
        return [missing(subject, short)]
    observed = Observed(seen(identity, short), seen(identity, long))
    guesses = name_gradient(observed, Truth(chain(identity, short), chain(identity, long)))
    if guesses:
        right, told = truth(identity, short), [_finding(subject, identity, short, g) for g in guesses]
        told = [_between(subject, identity, long, g, f) for g, f in zip(guesses, told, strict=True)]
        return [scrambled(finding, short.given, right) for finding in told]
    finding = withheld(subject.card, unnamed(subject.card, evidence), short.given)
    return [unreached(subject, short, finding)]


def scrambled(finding: Finding, given: Gradient, right: Gradient) -> Finding:
    """What nothing explains, where each wrong array holds the numbers of the right one elsewhere."""
    wrong = {n: a for n, a in given.weights.items() if gap(a, right.weights.get(n)) > 1e-9}
    pairs = [(np.sort(a, axis=None), np.sort(right.weights[n], axis=None)) for n, a in wrong.items()]
    if finding.code != "GRU201" or not pairs or not all(gap(a, b) < 1e-9 for a, b in pairs):
        return finding
    return replace(
        finding, code="GRU219", name="transposed-gradient", also=("GRU201",),
        message=f"the gradient of {', '.join(wrong)} holds the right numbers in the wrong places",
        remedy="transpose with .T; .reshape keeps the order in which the numbers lie",
    )  # fmt: skip


def seen(identity: Identity, made: Trial) -> Seen:
    """A trial's gradients by block of the equations."""
    given = made.given.weights
    whole = {b: p for b, p in identity.reading.places.items() if p.parameter in given}
    blocks = {b: np.asarray(given[p.parameter]).flat[p.indices] for b, p in whole.items()}
    for block, where in identity.reading.places.items():
        rows = by_sample(made, where.parameter)
        if rows is not None:
            blocks[block] = rows[:, where.indices]
    return Seen(made.given.xs, made.given.h0, blocks)


def by_sample(made: Trial, parameter: str) -> Array | None:
    """The gradient of a parameter as (B, its size), where a row for each sample was given in its place."""
    array, batch = made.given.misshapen.get(parameter), len(state_of(made))
    size = made.weights[parameter].size
    if array is None or array.size != batch * size:
        return None
    array = np.squeeze(array)
    if array.shape[0] != batch and array.shape[-1] == batch:
        array = np.moveaxis(array, -1, 0)
    return array.reshape(batch, size) if array.shape[0] == batch else None


def chain(identity: Identity, made: Trial) -> Chain:
    """The same run as the reference sees it."""
    blocks = identity.reading.blocks(made.weights)
    return Chain(blocks, identity.convention, made.call.xs, state_of(made), spread(made))


@dataclass(frozen=True)
class Spot:
    """Where a gradient goes wrong, and whether the graph of autograd is cut there."""

    place: Place
    cut: bool


def _finding(subject: Subject, identity: Identity, made: Trial, guess: GradientGuess) -> Finding:
    found = located(subject, identity, made, guess)
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
    return Finding(
        code=guess.code, name=guess.name, severity=guess.severity, gate="gradient",
        message=f"{told}{proof}; as it stands it is off by {guess.error:.0e}",
        span=spot.span if spot else None, source=spot.source if spot else (),
        expected=slip.reference if slip else None, actual=spot.statement if spot else told,
        evidence=Proof(guess.error, guess.error_if_repaired), also=guess.also,
        block=guess.block, factor=guess.factor,
        remedy=_remedy(guess),
    )  # fmt: skip


def _between(
    subject: Subject, identity: Identity, made: Trial, guess: GradientGuess, finding: Finding
) -> Finding:
    """What goes wrong between the steps of a backward by hand stands in the loop over them."""
    if finding.code == "GRU218" or subject.card.gradient != "backward" or not carries(guess):
        return finding
    spot = carried(subject, made, chain(identity, made))
    if spot is None:
        return finding
    return replace(finding, span=spot.span, source=spot.source, actual=spot.statement)


def _remedy(guess: GradientGuess) -> str | None:
    if guess.slipped is None:
        return None
    if guess.factor == 0:
        return f"add the missing term here: {guess.slipped.reference}"
    return f"make it {guess.slipped.reference}"


def located(
    subject: Subject, identity: Identity, made: Trial, guess: GradientGuess, equations: Equations = EQUATIONS
) -> Spot | None:
    """The expression at fault, where there is one in the user's code: in a backward written by hand, or
    where the forward leaves the graph of autograd."""
    stage = reversal(subject, identity, made, guess, equations)
    lost = guess.factor == 0 or subject.card.gradient == "autograd"
    node = cut(stage.flow, stage.right.step.out) if lost and subject.card.framework != "numpy" else None
    if node is not None:
        return Spot(place(stage.flow.site(node)), cut=True)
    node = misstep(stage, guess)
    if node is None or not _in_backward(stage, node, subject.card):
        return None
    return Spot(place(stage.flow.site(node)), cut=False)


def _in_backward(stage: Reversal, node: int, card: Card) -> bool:
    """Under autograd only a backward that the user wrote, of a custom Function, can be at fault."""
    return card.gradient == "backward" or "backward" in stage.flow.site(node).function
