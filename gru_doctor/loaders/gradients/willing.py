"""Layouts for a backward pass that takes no batch, where the forward pass would take one.

It complains of a batch; or it gives a row for each sample where the gradient of a bias belongs, though
the file speaks of no batch: written for one sample at a time, both are right.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain

import numpy as np

from gru_doctor.errors import Trouble
from gru_doctor.loaders.calling.caller import Caller
from gru_doctor.loaders.calling.probing import UNFIT, probe, whole
from gru_doctor.loaders.calling.results import returns
from gru_doctor.loaders.gradients.handwritten import HandWritten
from gru_doctor.loaders.text.source import lines_of

STEP = 1e-5
BY_ROW = {
    "BD": (("D", "H"), ("1D", "1H")), "DB": (("D1", "H1"), ("D", "H")),
    "TBD": (("TD", "H"), ("T1D", "1H")), "BTD": (("TD", "H"), ("1TD", "1H")),
    "TDB": (("TD1", "H1"), ("TD", "H")), "DBT": (("DT", "H"), ("DT", "H1")),
}  # fmt: skip


def willing(caller: Caller, backward: HandWritten) -> tuple[Caller, HandWritten]:
    """The caller and backward as they are where that one does not complain; else, where that helps,
    with rows called one at a time."""
    caller, backward = _of_one_sample(*_without_complaint(caller, backward))
    return caller, _of_whole(caller, backward)


def _of_whole(caller: Caller, backward: HandWritten) -> HandWritten:
    """Where the forward returns the initial state among the others, the backward may take a gradient
    of it or not; it takes what brings it nearer to differences of the forward."""
    leaf = caller.plan.outputs
    if leaf is None or not leaf.skip:
        return backward
    both = [backward, HandWritten(caller, backward.backward, backward.slots, initial=True)]
    return min(both, key=_error)


def _error(backward: HandWritten) -> float:
    """How far the gradients of the weights are from central differences, along one direction each."""
    caller, call = backward.caller, probe(backward.caller.built)
    cotangent = 0.1 * np.random.default_rng(3).normal(size=whole(caller.run(call)).shape)
    given = backward.gradient(call, cotangent)
    if given.complaint:
        return float("inf")
    total = 0.0
    for slot in backward.slots:
        kept, gradient = slot.read(), given.weights.get(slot.name)
        direction = np.cos(np.arange(kept.size)).reshape(kept.shape)
        ends = []
        for step in (STEP, -STEP):
            slot.write(kept + step * direction)
            ends.append(float((whole(caller.run(call)) * cotangent).sum()))
        slot.write(kept)
        claimed = 0.0 if gradient is None else float((gradient * direction).sum())
        total += abs(claimed - (ends[0] - ends[1]) / (2 * STEP))
    return total


def _without_complaint(caller: Caller, backward: HandWritten) -> tuple[Caller, HandWritten]:
    if not _complains(caller, backward):
        return caller, backward
    kept = HandWritten(caller, replace(backward.backward, whole=True), backward.slots)
    others = chain([(caller, kept)], by_row(caller, backward), by_row(caller, kept))
    found = ((c, b) for c, b in others if not _complains(c, b))
    return next(found, (caller, backward))


def _of_one_sample(caller: Caller, backward: HandWritten) -> tuple[Caller, HandWritten]:
    keeping = _keeping(caller, backward)
    batch_last = caller.plan.x_axes in ("DB", "TDB", "DBT")
    shapes = [s.read().shape for s in backward.slots if s.name in keeping]
    if not shapes or any(s[-1 if batch_last else 0] != 1 for s in shapes) or _of_batches(caller):
        return caller, backward
    found = ((c, b) for c, b in by_row(caller, backward) if not _complains(c, b) and not _keeping(c, b))
    return next(found, (caller, backward))


def _keeping(caller: Caller, backward: HandWritten) -> set[str]:
    """The parameters whose gradient has another shape than they have."""
    call = probe(caller.built, 1)
    try:
        return set(backward.gradient(call, np.ones(whole(caller.run(call)).shape)).misshapen)
    except Trouble:
        return set()


def _of_batches(caller: Caller) -> bool:
    """Whether the file, its comments included, speaks of a batch."""
    path = caller.built.module.__file__
    return path is None or re.search("batch", "\n".join(lines_of(path)), re.I) is not None


def by_row(caller: Caller, backward: HandWritten) -> Iterator[tuple[Caller, HandWritten]]:
    """The same with one sample at a time."""
    for x_axes, h_axes in BY_ROW.get(caller.plan.x_axes, ()):
        plan = replace(caller.plan, x_axes=x_axes, h_axes=h_axes, outputs=None, last=None)
        try:
            made = returns(caller.built, plan)
        except UNFIT:
            continue
        if made is None:
            continue
        single = Caller(caller.built, made, caller.inject)
        yield single, HandWritten(single, backward.backward, backward.slots)


def _complains(caller: Caller, backward: HandWritten) -> bool:
    if caller.plan.outputs is not None and caller.plan.outputs.skip and not backward.initial:
        whole_one = HandWritten(caller, backward.backward, backward.slots, initial=True)
        return _refuses(caller, backward) and _refuses(caller, whole_one)
    return _refuses(caller, backward)


def _refuses(caller: Caller, backward: HandWritten) -> bool:
    call = probe(caller.built)
    try:
        shape = whole(caller.run(call)).shape
    except Trouble:
        return False
    return bool(backward.gradient(call, np.ones(shape)).complaint)
