"""The user's gradients: every entry against the reference's backward pass, and, as an independent
witness, one random direction a block against finite differences of the user's own forward."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from gru_doctor.checks.maps import error_maps, flow
from gru_doctor.checks.probe import call, weights
from gru_doctor.closeness import EPSILON, beyond_doubt, gap, gradient_tolerance, slope, witnessed
from gru_doctor.equations.bptt import unroll_backward
from gru_doctor.equations.reading import Identity
from gru_doctor.records import Array, Arrays, Card, Evidence, Options, Status
from gru_doctor.subject import Call, Gradient, Run, Subject

COTANGENT = 0.1


@dataclass(frozen=True)
class Trial:
    """One backward pass: the weights, the call, the cotangent (T, B, H), or (B, H) of the last
    state, and what the user's code gave."""

    weights: Arrays
    call: Call
    cotangent: Array
    given: Gradient


def trial(subject: Subject, options: Options, steps: int, draw: int = 0) -> Trial:
    """Random weights and inputs, small cotangents (so that clipping stays out of play)."""
    generator = np.random.default_rng([options.seed, 5, steps, draw])
    drawn = weights(subject.card, generator, scale=0.6)
    subject.assign(drawn)
    asked = call(subject.card, options, generator, steps)
    shape = (*asked.xs.shape[:2], subject.card.hidden_size)
    whole = generator.uniform(-1, 1, shape) * COTANGENT
    sequence = subject.card.returns_sequence or subject.card.level == "cell"
    cotangent = whole if sequence else whole[-1]
    return Trial(drawn, asked, cotangent, subject.gradient(asked, cotangent))


def check_gradient(subject: Subject, identity: Identity | None, options: Options) -> Evidence:
    """Evidence "gradient". With an identity every entry is compared (`parts`, by parameter); without
    one the directions alone decide. T = 1 and T ≥ 2 both count."""
    if subject.card.gradient is None:
        return Evidence("gradient", "skipped", detail="the code has no backward pass")
    parts: dict[str, float | None] = {}
    lengths = (1, options.steps)
    for steps in lengths:
        made = trial(subject, options, steps)
        if made.given.complaint:
            where = f" (line {made.given.line})" if made.given.line else ""
            return Evidence("gradient", "fail", detail=f"the backward raises: {made.given.complaint}{where}")
        last = steps == lengths[-1]
        measured = directions(subject, made) if identity is None or last else Measured({}, 0.0)
        found = measured.errors if identity is None else entries(subject.card, identity, made)
        for name, value in found.items():
            parts[name] = max(value, parts.get(name) or 0.0)
    if identity is None:
        return replace(_by_directions(subject.card, parts, measured), series=flow(made.given, None))
    right = truth(identity, made)
    told = _entrywise(subject.card, parts, measured)
    return replace(told, series=flow(made.given, right), maps=error_maps(made.given, right))


def _by_directions(card: Card, parts: dict[str, float | None], measured: Measured) -> Evidence:
    limit = measured.limit(card.dtype)
    worst = max((e for e in parts.values() if e is not None), default=0.0)
    detail = f"one direction a block by finite differences; an error of {limit:.0e} would have been seen"
    return Evidence("gradient", _status(worst <= limit), worst, limit, detail=detail, parts=parts)


def _entrywise(card: Card, parts: dict[str, float | None], measured: Measured) -> Evidence:
    """Every entry decides; finite differences of the user's own forward have to agree."""
    limit = gradient_tolerance(card.dtype)
    worst = max((e for e in parts.values() if e is not None), default=0.0)
    witness = max(measured.errors.values(), default=0.0)
    agree = witness <= measured.limit(card.dtype)
    detail = (
        f"every entry against the reference: an error of {limit:.0e} would have been seen; "
        f"finite differences {'agree' if agree else 'disagree'} to {witness:.0e}"
    )
    status = _status(worst <= limit and agree)
    return Evidence("gradient", status, worst, limit, detail=detail, parts=parts)


def _status(passed: bool) -> Status:
    return "pass" if passed else "fail"


def truth(identity: Identity, made: Trial) -> Gradient:
    """What the reference's backward pass gives for a trial, in the user's arrays."""
    blocks = identity.reading.blocks(made.weights)
    h0 = state_of(made)
    cotangents = spread(made)
    g = unroll_backward(blocks, made.call.xs, h0, identity.convention, cotangents)
    return Gradient(g.xs, g.h0, identity.reading.gradients(g.weights, made.weights))


def state_of(made: Trial) -> Array:
    """The initial state (B, H) of a trial, zero where the object takes none."""
    if made.call.h0 is not None:
        return made.call.h0
    return np.zeros((made.call.xs.shape[1], made.cotangent.shape[-1]))


def spread(made: Trial) -> Array:
    """The cotangent as (T, B, H)."""
    if made.cotangent.ndim == 3:
        return made.cotangent
    whole = np.zeros((len(made.call.xs), *made.cotangent.shape))
    whole[-1] = made.cotangent
    return whole


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


@dataclass(frozen=True)
class Measured:
    """What finite differences say: the error of each block, and the largest noise among them."""

    errors: dict[str, float]
    noise: float

    def limit(self, dtype: str) -> float:
        """The smallest error that these differences would have seen."""
        return witnessed(self.noise, dtype)


def directions(subject: Subject, made: Trial) -> Measured:
    """For each block the error of the derivative along one random direction, relative to what the
    gradient could give along it."""
    generator, dtype = np.random.default_rng(11), subject.card.dtype
    errors, noise = {}, 0.0
    for name, gradient, along in _blocks(subject, made):
        direction = generator.choice([-1.0, 1.0], gradient.shape)
        norm = float(np.sqrt((gradient**2).sum()))
        measured = slope(_on_line(along, direction), dtype, norm * beyond_doubt(dtype))
        size = norm or abs(measured.value)
        claimed = float((gradient * direction).sum())
        off = abs(claimed - measured.value)
        errors[name] = 0.0 if off == 0 else off / size if np.isfinite(off) else float("inf")
        noise = max(noise, measured.noise / size if size > 1e-300 else 0.0)
    subject.assign(made.weights)
    return Measured(errors, max(noise, EPSILON[dtype]))


def _on_line(loss: Callable[[Array], float], direction: Array) -> Callable[[float], float]:
    return lambda e: loss(e * direction)


def _blocks(subject: Subject, made: Trial) -> list[tuple[str, Array, Callable[[Array], float]]]:
    """(name, the user's gradient, the loss with the block moved) of every block that has one."""

    def loss(asked: Call) -> float:
        return float((made.cotangent * returned(subject.run(asked), made.cotangent)).sum())

    def moved(name: str, d: Array) -> float:
        subject.assign({name: made.weights[name] + d})
        value = loss(made.call)
        subject.assign({name: made.weights[name]})
        return value

    blocks: list[tuple[str, Array, Callable[[Array], float]]] = [
        (n, g, partial(moved, n)) for n, g in _claimed(subject.card, made).items()
    ]
    if made.given.xs is not None:
        blocks.append(("x", made.given.xs, lambda d: loss(replace(made.call, xs=made.call.xs + d))))
    if made.given.h0 is not None and made.call.h0 is not None:
        h0 = made.call.h0
        blocks.append(("h0", made.given.h0, lambda d: loss(replace(made.call, h0=h0 + d))))
    return blocks


def _claimed(card: Card, made: Trial) -> Arrays:
    """The gradient of each parameter; what autograd does not reach has, it says, none."""
    if card.gradient != "autograd":
        return made.given.weights
    return {n: np.zeros(a.shape) for n, a in made.weights.items()} | dict(made.given.weights)


def returned(run: Run, cotangent: Array) -> Array:
    """What the cotangent weighs: the sequence, or the last state."""
    if cotangent.ndim == 3:
        assert run.outputs is not None
        return run.outputs
    if run.last is not None:
        return run.last
    assert run.outputs is not None
    last: Array = run.outputs[-1]
    return last
