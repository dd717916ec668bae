"""GRU311 batch-mixed: a sample's output depends on the other samples

What it does
    Somewhere a mean, a sum, a norm, one row or one mask value is taken over the batch where each sample
    needs its own.

Why it matters
    The same sequence has another answer in other company. At batch size 1 all is well, so it shows in
    training and not in a try-out.

Example
    h = mask[t].mean() * h_new + (1 - mask[t].mean()) * h

Fix
    Keep the axis of the samples: m = mask[t][:, None]; means over units take axis=-1.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np

from gru_doctor.equations.layer import Returned, Sequence
from gru_doctor.fault import Fault, Strayed
from gru_doctor.records import Array
from gru_doctor.strays import Carry, Inputs, Results, around, carrying

Mix = Callable[[Array], Array]

MIXES: Mapping[str, Mix] = {
    "the mean of the samples": lambda a: np.repeat(a.mean(axis=0, keepdims=True), len(a), axis=0),
    "the sum of the samples": lambda a: np.repeat(a.sum(axis=0, keepdims=True), len(a), axis=0),
    "the first sample": lambda a: np.repeat(a[:1], len(a), axis=0),
    "the last sample": lambda a: np.repeat(a[-1:], len(a), axis=0),
    "the sample before": lambda a: np.roll(a, 1, axis=0),
    "the samples in reverse": lambda a: a[::-1],
    "the sample less the mean": lambda a: a - a.mean(axis=0),
    "the sample over the deviation": lambda a: a / a.std(axis=0),
    "the sample normalised over the batch": lambda a: (a - a.mean(axis=0)) / a.std(axis=0),
    "the sample counted anew": lambda a: a.T.reshape(a.shape),
}
CONSTANT = tuple(MIXES)[:6]
OWN = "each sample in its own row"


def new_state(mix: Mix) -> Carry:
    """The new state mixed before it is stored"""

    def step(s: Sequence, t: int, h: Array) -> Array:
        return s.held(t, mix(s.step(t, h)), h)

    return step


def old_state(mix: Mix) -> Carry:
    """The state mixed before the step, stored whole"""

    def step(s: Sequence, t: int, h: Array) -> Array:
        return s.held(t, s.step(t, mix(h)), h)

    return step


def inputs(mix: Mix) -> Inputs:
    """x mixed at each step"""
    return lambda s: replace(s, xs=np.stack([mix(x) for x in s.xs]))


def initial(mix: Mix) -> Inputs:
    """h0 mixed"""
    return lambda s: replace(s, h0=mix(s.h0))


def masks(mix: Mix) -> Inputs:
    """The mask of each step mixed; none without a mask"""
    return lambda s: s if s.mask is None else replace(s, mask=np.stack([mix(m) for m in s.mask]))


def results(mix: Mix) -> Callable[[Returned, Sequence], Returned]:
    """What is returned mixed, the state itself not"""
    return lambda r, s: Returned(np.stack([mix(h) for h in r.outputs]), mix(r.last))


def whole(s: Sequence) -> Sequence:
    """x less its mean over steps and samples"""
    return replace(s, xs=s.xs - s.xs.mean(axis=(0, 1)))


def by_length(s: Sequence) -> list[int]:
    """The samples from the longest to the shortest; as they are without a mask"""
    return list(range(len(s.h0))) if s.mask is None else [*np.argsort(-s.mask.sum(axis=0), kind="stable")]


def sorted_rows(times: int, outputs: bool, last: bool) -> Results:
    """What is returned, or a part of it, with its samples sorted by length, once or twice"""

    def after(returned: Returned, s: Sequence) -> Returned:
        order = by_length(s)
        order = order if times == 1 else [order[i] for i in order]
        return Returned(
            returned.outputs[:, order] if outputs else returned.outputs,
            returned.last[order] if last else returned.last,
        )

    return after


def back_again(s: Sequence) -> list[int]:
    """From the order of the lengths to that of the samples"""
    return [*np.argsort(by_length(s))]


def inputs_in(order: Callable[[Sequence], list[int]]) -> Inputs:
    """The inputs of other samples, the mask of its own"""
    return lambda s: replace(s, xs=s.xs[:, order(s)])


def unsorted_back(returned: Returned, s: Sequence) -> Returned:
    """What is returned brought from the order of the lengths into that of the samples"""
    return Returned(returned.outputs[:, back_again(s)], returned.last[back_again(s)])


SORTED = {
    "what is returned is": (True, True),
    "the outputs are": (True, False),
    "the last state is": (False, True),
}
MASK_MIXES = {
    "any": lambda m: np.full_like(m, m.max()),
    "all": lambda m: np.full_like(m, m.min()),
    **{name: MIXES[name] for name in CONSTANT if name != "the sum of the samples"},
}

FAULT = Fault(
    code="GRU311",
    name="batch-mixed",
    sequence=(
        *(Strayed(carrying(new_state(m)), f"h' is {w}", "h' of each sample") for w, m in MIXES.items()),
        *(Strayed(carrying(old_state(m)), f"h is {w}", "h of each sample") for w, m in MIXES.items()),
        *(Strayed(around(inputs(m)), f"x is {w}", "x of each sample") for w, m in MIXES.items()),
        *(Strayed(around(initial(MIXES[w])), f"h0 is {w}", "h0 of each sample") for w in CONSTANT),
        *(Strayed(around(masks(m)), f"m is {w}", "m of each sample") for w, m in MASK_MIXES.items()),
        *(
            Strayed(around(after=results(MIXES[w])), f"what is returned is {w}", "h of each sample")
            for w in CONSTANT
        ),
        *(
            Strayed(around(after=sorted_rows(times, *which)), f"{what} in the order of the lengths", OWN)
            for what, which in SORTED.items()
            for times in (1, 2)
        ),
        Strayed(around(inputs_in(by_length)), "x in the order of the lengths, the mask not", OWN),
        Strayed(around(inputs_in(back_again)), "the mask in the order of the lengths, x not", OWN),
        Strayed(
            around(inputs_in(by_length), unsorted_back), "x in the order of the lengths, the mask not", OWN
        ),
        Strayed(around(whole), "x less its mean over steps and samples", "x of each sample"),
    ),
)
