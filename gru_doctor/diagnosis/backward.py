"""Findings about the backward pass: the proven slip, and the first wrong value the user's code makes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from gru_doctor.checks.gradient import Trial, spread, state_of, trial
from gru_doctor.closeness import gap
from gru_doctor.diagnosis.flow import PASSED_ON, Flow
from gru_doctor.diagnosis.gradient_trial import Observed, Seen, Truth
from gru_doctor.diagnosis.gradients import GradientGuess, name_gradient
from gru_doctor.diagnosis.locate import Known, origins
from gru_doctor.diagnosis.place import Place, place
from gru_doctor.diagnosis.vocabulary import Vocabulary, packed_words, sums, words
from gru_doctor.equations.backward import BLOCKS, DH_PATHS, DX_PATHS, RULES, VALUES, Reverse, Rule
from gru_doctor.equations.chain import Chain
from gru_doctor.equations.gru import Step
from gru_doctor.equations.reading import Identity
from gru_doctor.records import Array, Card, Evidence, Finding, Options, Proof
from gru_doctor.subject import Subject

PER_STEP = (*VALUES, *DH_PATHS, *DX_PATHS, *BLOCKS)


def gradient_findings(
    subject: Subject, identity: Identity, evidence: Evidence, options: Options
) -> list[Finding]:
    """What is wrong with the gradient of a forward that is right."""
    if evidence.status != "fail":
        return []
    short, long = trial(subject, options, 1), trial(subject, options, max(3, options.steps))
    if short.given.complaint:
        return [_raising(short)]
    observed = Observed(seen(identity, short), seen(identity, long))
    guesses = name_gradient(observed, Truth(chain(identity, short), chain(identity, long)))
    return [_finding(subject, identity, short, guess) for guess in guesses] or [
        unnamed(subject.card, evidence)
    ]


def unnamed(card: Card, evidence: Evidence) -> Finding:
    """A gradient that is wrong in a way that no slip of one step or of the carry reproduces."""
    limit = evidence.tolerance or 0.0
    wrong = {n: e for n, e in evidence.parts.items() if e is not None and not e <= limit}
    worst = max(wrong, key=lambda n: wrong[n], default=None)
    cut = card.gradient == "autograd"
    told = "autograd is cut" if cut else "no known fault explains it"
    return Finding(
        "GRU218" if cut else "GRU201", "detached" if cut else "gradient-wrong", "error", "gradient",
        f"the gradient of {', '.join(wrong) or 'the inputs'} is not that of your own forward pass; {told}",
        parameter=worst, evidence=Proof(evidence.max_error), block=worst,
        remedy="look for .detach(), .data, .item() or a NumPy round trip between the steps" if cut else None,
    )  # fmt: skip


def seen(identity: Identity, made: Trial) -> Seen:
    """A trial's gradients by block of the equations."""
    given = made.given.weights
    whole = {b: p for b, p in identity.reading.places.items() if p.parameter in given}
    blocks = {b: np.asarray(given[p.parameter]).flat[p.indices] for b, p in whole.items()}
    return Seen(made.given.xs, made.given.h0, blocks)


def chain(identity: Identity, made: Trial) -> Chain:
    """The same run as the reference sees it."""
    blocks = identity.reading.blocks(made.weights)
    return Chain(blocks, identity.convention, made.call.xs, state_of(made), spread(made))


def _raising(made: Trial) -> Finding:
    return Finding(
        "GRU221", "backward-missing", "error", "gradient",
        f"the backward pass raises: {made.given.complaint}; the forward was still examined",
        expected="a backward pass that returns its gradients", actual=made.given.complaint,
    )  # fmt: skip


def _finding(subject: Subject, identity: Identity, made: Trial, guess: GradientGuess) -> Finding:
    spot = located(subject, identity, made, guess)
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


@dataclass(frozen=True)
class Scene:
    """One recorded backward pass beside the right and the altered reference."""

    flow: Flow
    right: Reverse
    wrong: Reverse
    given: dict[str, Array]


def located(subject: Subject, identity: Identity, made: Trial, guess: GradientGuess) -> Place | None:
    """The first recorded value that is one of the altered pass and none of the right one; else the
    first that neither explains; else, for what is missing, the last assignment to what falls short."""
    stage = scene(subject, identity, made, guess)
    known = vocabulary(stage.right)
    node = None if guess.factor == 0 else _altered_value(stage)
    node = _first_origin(stage, known) if node is None else node
    node = _falls_short(stage) if node is None else node
    if node is None or not _in_backward(stage, node, subject.card):
        return None
    return place(stage.flow.site(node))


def _in_backward(stage: Scene, node: int, card: Card) -> bool:
    """Under autograd only a backward that the user wrote, of a custom Function, can be at fault."""
    return card.gradient == "backward" or "backward" in stage.flow.site(node).function


def scene(subject: Subject, identity: Identity, made: Trial, guess: GradientGuess) -> Scene:
    """Record the backward of the short trial again, and line the reference up beside it."""
    subject.assign(made.weights)
    flow = Flow(subject.record(made.call, made.cotangent))
    blocks = identity.reading.blocks(made.weights)
    rows = slice(None) if made.given.xs is None or any(flow.producing(made.given.xs)) else slice(-1, None)
    step = Step(blocks, made.call.xs[0][rows], state_of(made)[rows], identity.convention)
    dout = spread(made)[0][rows]
    rules: dict[str, Rule] = dict(RULES) if guess.slipped is None else merged_rules(guess)
    # One row at a time, the recorded weights' gradients are a row's, not the batch's.
    weights = made.given.weights if rows == slice(None) else {}
    given = {"dx": _rows(made.given.xs, rows), "dh0": _rows(made.given.h0, rows), **weights}
    wrong = {n: a for n, a in given.items() if a is not None}
    return Scene(flow, Reverse(step, dout, RULES), Reverse(step, dout, rules), wrong)


def _rows(array: Array | None, rows: slice) -> Array | None:
    """Of dx (T, B, D) or dh0 (B, H) the rows that were recorded."""
    if array is None:
        return None
    found: Array = array[rows] if array.ndim == 2 else array[:, rows]
    return found


def merged_rules(guess: GradientGuess) -> dict[str, Rule]:
    """The reference's rules with the slip in place."""
    assert guess.slipped is not None
    return dict(RULES) | dict(guess.slipped.rules)


def vocabulary(b: Reverse) -> Known:
    """Every number a right forward and backward step computes."""
    return Known(
        Vocabulary([*words(b.step), *backward_words(b)]),
        Vocabulary(list(packed_words(b.step))),
        b.step.h.shape[1],
    )


def quantities(step: Step) -> list[str]:
    """The rules that have a value: those of blocks that are not there have none."""
    return [name for name in PER_STEP if name not in BLOCKS or name[1:] in step.weights]


def backward_words(b: Reverse) -> Iterator[Array]:
    """The rules' values, every partial sum of the paths, and the products on the way to them."""
    s = b.step
    yield b.dout
    yield from (b[name] for name in quantities(s))
    yield from sums([b[name] for name in DH_PATHS])
    yield from sums([b[name] for name in DX_PATHS])
    yield from (b.dout * s.h, b.dout * s.n, s.n**2, 1 - s.n**2, s.h * s.r)
    for g, y in (("z", s.z), ("r", s.r)):
        d = b[f"d{g}"]
        yield from (y * (1 - y), y**2, d * y, d * (1 - y))
    yield from (b["do"] * s.r, b["do"] * s.h, b["da_n"] * s.r, b.product)


def _altered_value(stage: Scene) -> int | None:
    """The earliest node whose value, sign included, is one that only the altered pass makes."""
    with np.errstate(all="ignore"):
        pairs = [(stage.wrong[n], stage.right[n]) for n in quantities(stage.right.step)]
    only = [w for w, r in pairs if gap(w, r) > 1e-9 and np.any(w)]
    s = stage.right.step
    right = [r for _, r in pairs] + [s.z, s.r, s.n, 1 - s.z, 1 - s.r, s.h, 1 - s.n**2]
    for i, moment in enumerate(stage.flow.trace.moments):
        if moment.value is None or stage.flow.site(i).kind in PASSED_ON:
            continue
        if any(_equal(moment.value, w) for w in only) and not any(_equal(moment.value, r) for r in right):
            return i
    return None


def _equal(value: Array, wanted: Array) -> bool:
    if value.dtype.kind != "f" or value.size != wanted.size:
        return False
    squeezed, other = np.squeeze(value), np.squeeze(wanted)
    for turned in (squeezed, squeezed.T):
        if turned.shape == other.shape and gap(turned, other) < 1e-9:
            return True
    return False


def _first_origin(stage: Scene, known: Known) -> int | None:
    """The earliest unexplained value behind any gradient that is itself unexplained."""
    strange = [array for array in stage.given.values() if not known.explains(np.asarray(array))]
    found = [node for array in strange for node in origins(stage.flow, array, known)]
    return min(found, default=None)


def _falls_short(stage: Scene) -> int | None:
    """The last assignment to the first returned quantity that is not the right total."""
    for name, total in (("dh0", DH_PATHS), ("dx", DX_PATHS)):
        right = sum((stage.right[p] for p in total), np.zeros(1))
        given = stage.given.get(name)
        if given is not None and gap(np.squeeze(given)[..., -1:], np.squeeze(right)[..., -1:]) > 1e-9:
            return _assigned(stage.flow, given)
    for array in stage.given.values():
        node = _assigned(stage.flow, array)
        if node is not None:
            return node
    return None


def _assigned(flow: Flow, value: Array) -> int | None:
    node = next(flow.producing(value), None)
    while node is not None and flow.site(node).kind in PASSED_ON:
        operands = flow.operands(node)
        if not operands:
            return node
        node = operands[-1]
    return node
