"""GRU303 axes-swapped: the batch is taken for time

What it does
    The loop runs over the axis of the samples, or a reshape stands where a transpose belongs, so the
    rows of the batch follow each other as if they were steps in time.

Why it matters
    Each sample's output depends on its neighbours in the batch, and hardly on its own past. Shuffling
    the batch changes every answer.

Example
    x = x.view(seq_len, batch, -1)       # x is (batch, seq_len, features)

Fix
    x = x.transpose(0, 1), which moves the entries; a view only counts them anew.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from gru_doctor.equations.layer import Returned, Sequence
from gru_doctor.fault import Fault, Strayed
from gru_doctor.records import Array
from gru_doctor.strays import around


def turn(a: Array) -> Array:
    """(T, B, F) to (B, T, F), or back"""
    return np.swapaxes(a, 0, 1)


def recount(a: Array) -> Array:
    """The (T, B, F) array counted anew from memory that is (B, T, F)"""
    counted: Array = np.ascontiguousarray(turn(a)).reshape(a.shape)
    return counted


def recount_back(a: Array) -> Array:
    """What (T, B, F) gives when it is counted anew as (B, T, F) and read that way"""
    steps, batch, width = a.shape
    return turn(np.ascontiguousarray(a).reshape(batch, steps, width))


def counted(s: Sequence) -> Sequence:
    """The inputs by a reshape from batch-first memory"""
    return replace(s, xs=recount(s.xs))


def counted_time_first(s: Sequence) -> Sequence:
    """The inputs by a reshape from time-first memory"""
    return replace(s, xs=recount_back(s.xs))


def uncounted(returned: Returned, s: Sequence) -> Returned:
    """The outputs by a reshape to batch-first memory"""
    return replace(returned, outputs=recount_back(returned.outputs))


def uncounted_time_first(returned: Returned, s: Sequence) -> Returned:
    """The outputs by a reshape to time-first memory"""
    return replace(returned, outputs=recount(returned.outputs))


def over_batch(s: Sequence) -> Sequence:
    """Samples as steps and steps as samples, from a zero state"""
    xs = turn(s.xs)
    mask = None if s.mask is None else s.mask.T
    return replace(s, xs=xs, h0=np.zeros((xs.shape[1], s.h0.shape[1])), mask=mask)


def turned_back(returned: Returned, s: Sequence) -> Returned:
    """The outputs with their axes where the caller looks for them"""
    return replace(returned, outputs=turn(returned.outputs))


def last_column(returned: Returned, s: Sequence) -> Returned:
    """As above, with the last state taken along the axis that the caller calls time"""
    outputs = turn(returned.outputs)
    return Returned(outputs, outputs[-1])


FAULT = Fault(
    code="GRU303",
    name="axes-swapped",
    sequence=(
        Strayed(around(over_batch, turned_back), "for x in xs.T: over the samples", "over time"),
        Strayed(around(over_batch, last_column), "for x in xs.T: over the samples", "over time"),
        Strayed(around(over_batch), "for x in xs.T: over the samples", "over time"),
        Strayed(around(counted), "x = x.reshape(T, B, D)", "x = x.transpose(1, 0, 2)"),
        Strayed(around(counted_time_first), "x = x.reshape(B, T, D)", "x = x.transpose(1, 0, 2)"),
        Strayed(around(after=uncounted), "h = h.reshape(B, T, H)", "h = h.transpose(1, 0, 2)"),
        Strayed(around(after=uncounted_time_first), "h = h.reshape(T, B, H)", "h = h.transpose(1, 0, 2)"),
        Strayed(around(counted, uncounted), "reshape before and after the loop", "transpose"),
        Strayed(around(counted_time_first, uncounted_time_first), "reshape before and after", "transpose"),
    ),
)
