"""Findings about the backward pass: the proven slip, and where in the user's code it stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from gru_doctor.checks.gradient import Trial, spread, state_of, trial, truth
from gru_doctor.closeness import gap
from gru_doctor.diagnosis.absent import empty, missing, raising
from gru_doctor.diagnosis.cuts import cut
from gru_doctor.diagnosis.flow import Flow
from gru_doctor.diagnosis.gradient_trial import Observed, Seen, Truth
from gru_doctor.diagnosis.gradients import GradientGuess, name_gradient
from gru_doctor.diagnosis.misstep import misstep
from gru_doctor.diagnosis.place import Place, place
from gru_doctor.diagnosis.reversal import Reversal, reversal
from gru_doctor.equations.chain import Chain
from gru_doctor.equations.gru import EQUATIONS, Equation, Step
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
    if subject.card.gradient == "backward" and empty(short.given):
        return [missing(subject, short)]
    observed = Observed(seen(identity, short), seen(identity, long))
    guesses = name_gradient(observed, Truth(chain(identity, short), chain(identity, long)))
    if guesses:
        right = truth(identity, short)
        return [scrambled(_finding(subject, identity, short, g), short.given, right) for g in guesses]
    finding = withheld(subject.card, unnamed(subject.card, evidence), short.given)
    return [_unreached(subject, identity, short, finding)]


def _unreached(subject: Subject, identity: Identity, made: Trial, finding: Finding) -> Finding:
    """All that is returned is right, but not everything is returned: where the graph is cut, or where
    the user's own backward ends."""
    subject.assign(made.weights)
    flow = Flow(subject.record(made.call, made.cotangent))
    output = Step(
        identity.reading.blocks(made.weights), made.call.xs[0], state_of(made), identity.convention
    ).out
    node = cut(flow, output) if subject.card.framework != "numpy" else None
    node = _last_of_backward(flow) if node is None else node
    if node is None:
        return finding
    spot = place(flow.site(node))
    return replace(finding, span=spot.span, source=spot.source, actual=spot.statement)


def _last_of_backward(flow: Flow) -> int | None:
    nodes = range(len(flow.trace.moments) - 1, -1, -1)
    return next((i for i in nodes if "backward" in flow.site(i).function), None)


def unnamed(card: Card, evidence: Evidence) -> Finding:
    """A gradient that is wrong in a way that no slip of one step or of the carry reproduces."""
    limit = evidence.tolerance or 0.0
    wrong = {n: e for n, e in evidence.parts.items() if e is not None and not e <= limit}
    worst = max(wrong, key=lambda n: wrong[n], default=None)
    cut = card.gradient == "autograd"
    told = "autograd is cut" if cut else "no known fault explains it"
    return Finding(
        "GRU218" if cut else "GRU201", "detached" if cut else "gradient-wrong", "error", "gradient",
        f"the gradient of {', '.join(wrong) or 'the inputs'} is not that of your own forward pass; {told}; "
        f"{evidence.detail}",
        parameter=worst, evidence=Proof(evidence.max_error), block=worst,
        remedy="look for .detach(), .data, .item() or a NumPy round trip between the steps" if cut else None,
    )  # fmt: skip


def withheld(card: Card, finding: Finding, given: Gradient) -> Finding:
    """What a backward by hand leaves out altogether, where the rest is right."""
    lacking = finding.block
    if card.gradient != "backward" or lacking is None or lacking in given.weights or lacking in ("x", "h0"):
        return finding
    told = f"your backward pass gives no gradient of {lacking}"
    if card.framework != "numpy":
        return replace(
            finding, code="GRU218", name="detached", also=("GRU201",), factor=0.0,
            message=f"{told}: autograd takes it for a constant",
            remedy=f"return the gradient of {lacking} at its place, not None",
        )  # fmt: skip
    return replace(finding, message=told, factor=0.0, remedy=f"work out and return the gradient of {lacking}")


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
