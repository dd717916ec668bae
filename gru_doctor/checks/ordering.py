"""Lengths that are not in descending order: a layer that sorts its samples has to put them back.

A layer may demand them sorted, as packed sequences do. Given others it takes the first so many samples for
the longest: each has its own inputs under the mask of its rank, and that is not held against it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import permutations

import numpy as np

from gru_doctor.closeness import gap
from gru_doctor.equations.layer import Returned, Sequence, run
from gru_doctor.records import Array
from gru_doctor.subject import Run

SAMPLES = 3
"""Of two samples the way there and the way back are the same."""


def unsorted_mask(steps: int) -> Array:
    """1 on real steps of three samples: the middle one is the shortest, the last one whole."""
    mask = np.ones((steps, SAMPLES))
    mask[max(1, steps - 2) :, 0] = 0.0
    mask[max(1, steps - 3) :, 1] = 0.0
    return mask


def misplaced(given: Run, sequence: Sequence, limit: float) -> bool:
    """Whether samples stand in each other's place: their inputs under others' masks, or their results."""
    mask = sequence.mask
    assert mask is not None
    ranked = [int(i) for i in np.argsort(-mask.sum(axis=0), kind="stable")]
    orders = [list(order) for order in permutations(range(mask.shape[1]))]
    for read in orders:
        made = run(replace(sequence, xs=sequence.xs[:, read]))
        places = [o for o in orders if o != ranked or [read[i] for i in o] != sorted(o)]
        if _among(given, made, places, limit):
            return True
    return False


def exchanged(given: Run, right: Returned, limit: float) -> bool:
    """Whether what was given back is right but for the places of its samples."""
    orders = [list(order) for order in permutations(range(len(right.last)))]
    return _among(given, right, [o for o in orders if o != sorted(o)], limit)


def _among(given: Run, made: Returned, places: list[list[int]], limit: float) -> bool:
    """Whether each thing that was given back is this, its samples in one of some orders."""
    found = []
    if given.outputs is not None:
        found.append([(given.outputs, s) for o in places for s in _blank(made.outputs[:, o], given.outputs)])
    if given.last is not None:
        found.append([(given.last, made.last[o]) for o in places])
    return all(any(_equal(yours, due, limit) for yours, due in pairs) for pairs in found)


def _blank(made: Array, given: Array) -> Iterator[Array]:
    """The outputs, and the same where padding is zero."""
    yield made
    if given.shape == made.shape:
        yield blanked(made, given)


def blanked(made: Array, given: Array) -> Array:
    """Outputs (T, B, H) with zeros where those that were given are zero throughout."""
    rest: Array = made * np.any(given != 0, axis=-1, keepdims=True)
    return rest


def _equal(yours: Array, due: Array, limit: float) -> bool:
    return yours.shape == due.shape and gap(yours, due) <= limit
