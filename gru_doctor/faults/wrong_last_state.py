"""GRU314 wrong-last-state: the returned final state is not the last output

What it does
    The second thing that is returned should be the state after the last step. Here it is the first
    output, the one before the last, the initial state, a mean, or the last column, which is padding
    for short sequences.

Why it matters
    A decoder that starts from it, or a classifier that reads it, sees almost nothing of the sequence,
    while the outputs look right.

Example
    return outputs, outputs[:, 0]

Fix
    return outputs, h, where h is what the loop left.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial

import numpy as np

from gru_doctor.equations.layer import Returned, Sequence
from gru_doctor.fault import Fault, Strayed
from gru_doctor.records import Array
from gru_doctor.strays import around

Choice = Callable[[Returned, Sequence], Array]

CHOICES: Mapping[str, Choice] = {
    "outputs[0]": lambda r, s: r.outputs[0],
    "outputs[1]": lambda r, s: r.outputs[min(1, len(r.outputs) - 1)],
    "outputs[-2]": lambda r, s: r.outputs[max(len(r.outputs) - 2, 0)],
    "h0": lambda r, s: s.h0,
    "zeros": lambda r, s: np.zeros_like(r.last),
    "the mean of the outputs": lambda r, s: r.outputs.mean(axis=0),
    "the sum of the outputs": lambda r, s: r.outputs.sum(axis=0),
    "the largest outputs": lambda r, s: r.outputs.max(axis=0),
    "outputs[:, 0], the first sample": lambda r, s: r.outputs[:, 0],
    "outputs[:, -1], the last sample": lambda r, s: r.outputs[:, -1],
    "the first sample's state": lambda r, s: np.repeat(r.last[:1], len(r.last), axis=0),
    "the last sample's state": lambda r, s: np.repeat(r.last[-1:], len(r.last), axis=0),
    "the last candidate": lambda r, s: _candidate(r, s),
    "the last column, masked": lambda r, s: r.last if s.mask is None else r.last * s.mask[-1][:, None],
    "a step more": lambda r, s: s.step(len(s.xs) - 1, r.last),
}


def _candidate(returned: Returned, s: Sequence) -> Array:
    from gru_doctor.equations.gru import Step

    before = returned.outputs[-2] if len(returned.outputs) > 1 else s.h0
    return Step(s.weights, s.xs[-1], before, s.convention).n


def at_length(shift: int, returned: Returned, s: Sequence) -> Array:
    """Each sample's output so many steps beside its last real one, within the sequence"""
    steps, samples = returned.outputs.shape[:2]
    lengths = np.full(samples, steps) if s.mask is None else s.mask.sum(axis=0).astype(int)
    at: Array = returned.outputs[np.clip(lengths - 1 + shift, 0, steps - 1), np.arange(samples)]
    return at


def unmasked(s: Sequence) -> Sequence:
    """No mask: the state runs on over padding, and the right step is looked up afterwards"""
    return replace(s, mask=None)


BESIDE = {"outputs[length − 2]": -1, "outputs[length]": 1}


def chosen(choice: Choice, returned: Returned, s: Sequence) -> Returned:
    """The right outputs with another last state"""
    return replace(returned, last=choice(returned, s))


FAULT = Fault(
    code="GRU314",
    name="wrong-last-state",
    sequence=(
        *(
            Strayed(around(after=partial(chosen, choice)), f"last = {yours}", "last = outputs[-1]")
            for yours, choice in CHOICES.items()
        ),
        *(
            Strayed(
                around(unmasked, partial(chosen, partial(at_length, shift))),
                f"last = {yours}",
                "last = outputs[length − 1]",
            )
            for yours, shift in BESIDE.items()
        ),
    ),
)
