"""The numbers with which a plan is tried."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from gru_doctor.errors import CallTrouble, Trouble
from gru_doctor.records import Array
from gru_doctor.subject import Call, Run

if TYPE_CHECKING:
    from gru_doctor.loaders.building.construct import Built

T, B = 5, 2
UNFIT = (Trouble, TypeError, ValueError, IndexError, KeyError, AttributeError, RuntimeError)
"""What a plan that does not fit makes the user's code raise, or ours when it reads what came back."""


def probe(built: Built, steps: int = T) -> Call:
    """Full-precision inputs and states inside the range a GRU reaches."""
    generator = np.random.default_rng(7)
    d, h = built.sizes.d, built.sizes.h
    xs = generator.uniform(-1, 1, (steps, B, d))
    return Call(xs, generator.uniform(-0.9, 0.9, (B, h)))


def whole(run: Run) -> Array:
    """The sequence of a run, or the state where there is no sequence."""
    found = run.outputs if run.outputs is not None else run.last
    if found is None:
        raise CallTrouble("nothing came back")
    return found


def shifted(call: Call, where: Any) -> Call:
    """The call with other inputs at an index of xs (T, B, D)."""
    xs = call.xs.copy()
    xs[where] += 0.5
    return replace(call, xs=xs)
