"""Padding that a layer tells by what it is fed: a token that stands for it, or an input of zeros."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from gru_doctor.errors import Trouble
from gru_doctor.loaders.calling.blank import Blank
from gru_doctor.loaders.calling.caller import Caller
from gru_doctor.loaders.calling.probing import probe, shifted, whole
from gru_doctor.records import Array
from gru_doctor.subject import Call

FAINT = 1e-12
"""An input that is next to zero, and is not zero."""
CLEAR = 1e-6
FIRST = 4
"""The special tokens of a vocabulary are its first: padding, unknown, begin, end."""


def blanked(caller: Caller) -> tuple[Caller, list[str]]:
    """The caller with padding in the place of a mask, and a note, where a layer that takes none knows it by
    its input: there it does other than for the next input to it."""
    if caller.plan.mask_axes is not None or caller.plan.level != "layer":
        return caller, []
    for blank in _blanks(caller):
        found = caller.again(replace(caller.plan, blank=blank), caller.inject)
        if _knows(found, caller):
            counted = replace(blank, counted=not _holds(found))
            told = f"token {blank.token}" if caller.built.table else "an input of zeros"
            plan = replace(caller.plan, blank=counted)
            return caller.again(plan, caller.inject), [f"it takes {told} for padding"]
    return caller, []


def _blanks(caller: Caller) -> Iterator[Blank]:
    if caller.built.table is None:
        yield Blank()
        return
    own = getattr(caller.built.table.slot.holder, "padding_idx", None)
    yield from (Blank(token) for token in dict.fromkeys((own, *range(FIRST))) if token is not None)


def _knows(found: Caller, plain: Caller) -> bool:
    """Whether two last steps of padding, in the last row, do not do what its vector does; one alone might be
    taken for real by a mistake of one step."""
    call = probe(plain.built)
    xs = call.xs.copy()
    xs[-2:, -1] = FAINT
    padded, run = _outcome(found, _padded(call, slice(-2, None))), _outcome(plain, replace(call, xs=xs))
    return padded.shape == run.shape and bool(np.max(np.abs(padded - run), initial=0.0) > CLEAR)


def _holds(found: Caller) -> bool:
    """Whether, with two steps of padding between, the last input still matters; not where the code counts
    the real steps, and takes the first so many."""
    call = _padded(probe(found.built), slice(1, 3))
    before, after = _outcome(found, call), _outcome(found, shifted(call, (-1, -1)))
    return before.shape == after.shape and not np.array_equal(before, after)


def _padded(call: Call, steps: slice) -> Call:
    """With padding in these steps of the last row."""
    mask = np.ones(call.xs.shape[:2])
    mask[steps, -1] = 0.0
    return replace(call, mask=mask)


def _outcome(caller: Caller, call: Call) -> Array:
    """All that a call gives; nothing where it raises."""
    try:
        return whole(caller.run(call))
    except Trouble:
        return np.zeros(0)
