"""The backward pass called again: whether it gives the same, and leaves alone what is not its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from gru_doctor.checks.probe import call, weights
from gru_doctor.checks.pulled import COTANGENT
from gru_doctor.closeness import gap
from gru_doctor.errors import NotExamined
from gru_doctor.records import Array, Options
from gru_doctor.subject import Call, Gradient, Subject

REPEATS: Mapping[str, str] = {
    "updated": "the backward pass changes the parameters by itself",
    "afresh": "forward and backward run once more give another gradient of the inputs or the state",
    "again": "a second backward pass after one forward gives another gradient of the inputs or the state",
    "overwritten": "the backward pass writes into the gradient that it is given",
}
"""What a backward pass by hand may do beside its work, the gravest first."""
SAME = 1e-6
"""Two forward passes nearer than this are one, in any dtype."""


def repeats(subject: Subject, options: Options) -> dict[str, float]:
    """How much of each is seen, relative; nothing where there is no backward by hand or it raises.

    Buffers that gather the gradients of the parameters are a habit and not asked about; a cache that is
    used up by one pass leaves "again" out.
    """
    card = subject.card
    if card.gradient != "backward":
        return {}
    generator = np.random.default_rng([options.seed, 9])
    subject.assign(weights(card, generator, scale=0.6))
    asked = call(card, options, generator, 1 if card.level == "cell" else 3)
    cotangent = generator.uniform(-1, 1, (*asked.xs.shape[:2], card.hidden_size)) * COTANGENT
    whole = card.returns_sequence or card.level == "cell"
    try:
        found = subject.repeated(asked, cotangent if whole else cotangent[-1])
    except NotExamined:
        return {}
    if found.first.complaint:
        return {}
    parts = {"updated": found.updated, "overwritten": found.overwritten}
    if not found.again.complaint:
        parts["again"] = _apart(found.first, found.again)
    elif "inplace operation" in found.again.complaint:  # autograd's own watch over saved tensors
        parts["again"] = float("inf")
    if _same_forward(subject, asked):
        parts["afresh"] = float("inf") if found.afresh.complaint else _apart(found.first, found.afresh)
    return parts


def _apart(one: Gradient, other: Gradient) -> float:
    """How far dx and dh of the one are from those of the other; inf where one of them is missing."""
    pairs = ((one.xs, other.xs), (one.h0, other.h0))
    return max((_gap(a, b) for a, b in pairs if a is not None), default=0.0)


def _gap(a: Array, b: Array | None) -> float:
    return float("inf") if b is None else gap(a, b)


def _same_forward(subject: Subject, asked: Call) -> bool:
    """Whether a second forward pass gives the same: what carries a state over is no fault of the backward."""
    first, second = subject.run(asked), subject.run(replace(asked, carried=True))
    pairs = ((first.outputs, second.outputs), (first.last, second.last))
    return all(gap(a, _given(b)) < SAME for a, b in pairs if a is not None)


def _given(array: Array | None) -> Array:
    return np.zeros(0) if array is None else array
