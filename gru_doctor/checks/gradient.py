"""The user's gradients: every entry against the reference's backward pass, and, as an independent
witness, one random direction a block against finite differences of the user's own forward."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import numpy as np

from gru_doctor.checks.clipping import told
from gru_doctor.checks.directions import Block, Measured, entry_at_fault, measured
from gru_doctor.checks.maps import error_maps, flow
from gru_doctor.checks.probe import runs
from gru_doctor.checks.pulled import Trial, as_returned, returned, spread, state_of, trial
from gru_doctor.closeness import RECOGNISED, gap, gradient_tolerance
from gru_doctor.equations.bptt import unroll_backward
from gru_doctor.equations.reading import Identity
from gru_doctor.records import Array, Arrays, Card, Evidence, Options, Status
from gru_doctor.subject import Call, Gradient, Subject

NOT_FOUND = (
    "the gradients of the input and the state are right, those of the parameters were not found: return "
    "them, or leave them on the object under the names of the parameters"
)


def check_gradient(subject: Subject, identity: Identity | None, options: Options) -> Evidence:
    """Evidence "gradient". With an identity every entry is compared (`parts`, by parameter); without
    one the directions alone decide. T = 1 and T ≥ 2 both count."""
    if subject.card.gradient is None:
        return Evidence("gradient", "skipped", detail="the code has no backward pass")
    parts: dict[str, float | None] = {}
    lengths = (1, options.steps)
    for steps in lengths:
        made = trial(subject, options, steps) if identity else as_returned(subject, options, steps)
        alone = steps < lengths[-1] and subject.card.level == "layer"
        if made.given.complaint and alone and not (identity and runs(subject, made.call)):
            continue  # it drops its only step, say
        if made.given.complaint:
            where = f" (line {made.given.line})" if made.given.line else ""
            return Evidence("gradient", "fail", detail=f"the backward raises: {made.given.complaint}{where}")
        last = steps == lengths[-1]
        seen = directions(subject, made) if identity is None or last else Measured({}, 0.0)
        found = seen.errors if identity is None else entries(subject.card, identity, made)
        for name, value in found.items():
            parts[name] = max(value, parts.get(name) or 0.0)
    if identity is None:
        return replace(_by_directions(subject, made, parts, seen), series=flow(made.given, None))
    if _withholds_all(subject.card, made.given) and _right_ends(subject.card, parts):
        return Evidence("gradient", "skipped", detail=NOT_FOUND, parts=parts)
    right = truth(identity, made)
    seen_all = _entrywise(subject.card, parts, seen)
    rest = told(subject, made.call, made.cotangent)
    rest = worst_entry(made.given, right) if seen_all.status == "fail" else rest
    return replace(
        seen_all,
        detail=f"{seen_all.detail}{rest}",
        series=flow(made.given, right),
        maps=error_maps(made.given, right),
    )


def _withholds_all(card: Card, given: Gradient) -> bool:
    """Whether a backward by hand shows the gradient of no parameter at all: then it may well be there."""
    ends = given.xs is not None or given.h0 is not None
    return card.framework == "numpy" and ends and not given.weights and not given.misshapen


def _right_ends(card: Card, parts: dict[str, float | None]) -> bool:
    limit = gradient_tolerance(card.dtype)
    return all((parts.get(name) or 0.0) <= limit for name in ("x", "h0"))


def _by_directions(subject: Subject, made: Trial, parts: dict[str, float | None], seen: Measured) -> Evidence:
    dtype = subject.card.dtype
    limit = seen.limit(dtype)
    worst = max((e for e in parts.values() if e is not None), default=0.0)
    detail = f"one direction a block by finite differences; an error of {limit:.0e} would have been seen"
    wrong = max(seen.errors, key=lambda n: seen.errors[n], default="")
    if np.isfinite(worst) and seen.errors.get(wrong, 0.0) > limit:
        block = next(b for b in blocks(subject, made) if b.name == wrong)
        detail = f"{detail}; {entry_at_fault(block, seen.steps[wrong])}"
        subject.assign(made.weights)
    return Evidence("gradient", _status(worst <= limit), worst, limit, detail=detail, parts=parts)


def _entrywise(card: Card, parts: dict[str, float | None], seen: Measured) -> Evidence:
    """Every entry decides; finite differences of the user's own forward have to agree."""
    limit = gradient_tolerance(card.dtype)
    worst = max((e for e in parts.values() if e is not None), default=0.0)
    witness = max(seen.errors.values(), default=0.0)
    agree = witness <= seen.limit(card.dtype)
    detail = (
        f"every entry against the reference: an error of {limit:.0e} would have been seen; "
        f"finite differences {'agree' if agree else 'disagree'} to {witness:.0e}"
    )
    status = _status(worst <= limit and agree)
    return Evidence("gradient", status, worst, limit, detail=detail, parts=parts)


def worst_entry(given: Gradient, right: Gradient) -> str:
    """The entry that is off most, relative to the largest of its array, and how many of the array are."""
    ends = (("x", given.xs, right.xs), ("h0", given.h0, right.h0))
    pairs = [(n, g, a) for n, g, a in ends if g is not None and a is not None]
    pairs += [(n, given.weights[n], a) for n, a in right.weights.items() if n in given.weights]
    wrong = [p for p in pairs if gap(p[1], p[2]) > 0 and p[1].shape == p[2].shape]
    if not wrong:
        return ""
    name, seen, true = max(wrong, key=lambda p: gap(p[1], p[2]))
    off = np.abs(seen - true)
    index = np.unravel_index(int(np.argmax(off)), off.shape)
    several = int((off > RECOGNISED * np.abs(true).max()).sum())
    place = ", ".join(str(int(i)) for i in index)
    return (
        f"; {several} of {off.size} entries of {name} are off, {name}[{place}] most: "
        f"{seen[index]:.6g} where {true[index]:.6g} belongs"
    )


def _status(passed: bool) -> Status:
    return "pass" if passed else "fail"


def truth(identity: Identity, made: Trial) -> Gradient:
    """What the reference's backward pass gives for a trial, in the user's arrays."""
    blocks = identity.reading.blocks(made.weights)
    h0 = state_of(made)
    cotangents = spread(made)
    g = unroll_backward(blocks, made.call.xs, h0, identity.convention, cotangents)
    return Gradient(g.xs, g.h0, identity.reading.gradients(g.weights, made.weights))


def entries(card: Card, identity: Identity, made: Trial) -> dict[str, float]:
    """Relative error of every array the user's backward gives; a missing one counts in full."""
    right = truth(identity, made)
    used = {p.parameter for p in identity.reading.places.values()}
    found = {n: gap(made.given.weights[n], right.weights[n]) for n in used if n in made.given.weights}
    found |= {n: 1.0 for n in used if n not in made.given.weights}
    if made.given.xs is not None and right.xs is not None:
        found["x"] = gap(made.given.xs, right.xs)
    if made.given.h0 is not None and right.h0 is not None:
        found["h0"] = gap(made.given.h0, right.h0)
    return dict(sorted(found.items()))


def directions(subject: Subject, made: Trial) -> Measured:
    """Every block along one random direction; the parameters stay as they were."""
    found = measured(blocks(subject, made), subject.card.dtype)
    subject.assign(made.weights)
    return found


def blocks(subject: Subject, made: Trial) -> list[Block]:
    """Every array that has a gradient: the parameters, the inputs, the initial state."""

    def loss(asked: Call) -> float:
        return float((made.cotangent * returned(subject.run(asked), made.cotangent)).sum())

    def moved(name: str, d: Array) -> float:
        subject.assign({name: made.weights[name] + d})
        value = loss(made.call)
        subject.assign({name: made.weights[name]})
        return value

    found = [Block(n, g, partial(moved, n)) for n, g in _claimed(subject.card, made).items()]
    if made.given.xs is not None:
        xs = made.call.xs
        found.append(Block("x", made.given.xs, lambda d: loss(replace(made.call, xs=xs + d))))
    if made.given.h0 is not None and made.call.h0 is not None:
        h0 = made.call.h0
        found.append(Block("h0", made.given.h0, lambda d: loss(replace(made.call, h0=h0 + d))))
    return found


def _claimed(card: Card, made: Trial) -> Arrays:
    """The gradient of each parameter; what autograd does not reach has, it says, none."""
    if card.gradient != "autograd":
        return made.given.weights
    return {n: np.zeros(a.shape) for n, a in made.weights.items()} | dict(made.given.weights)
