"""GRU304 mask-inverted: the state holds on real steps and moves on padded ones

What it does
    The mask is used the wrong way round: m ⊙ h_old + (1 − m) ⊙ h_new, or a mask that marks padding is
    taken for one that marks what is real.

Why it matters
    The layer reads the padding and nothing else. On sequences of full length it returns its initial
    state.

Example
    h = m * h_old + (1 - m) * h_new

Fix
    h = m * h_new + (1 - m) * h_old, where m is 1 on real steps.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from gru_doctor.equations.layer import Returned, Sequence, run
from gru_doctor.fault import Fault, Strayed
from gru_doctor.strays import around


def inverted(s: Sequence) -> Sequence:
    """1 − mask; a layer without a mask is the same"""
    return s if s.mask is None else replace(s, mask=1 - s.mask)


def inverted_always(s: Sequence) -> Returned:
    """The default mask of ones is inverted too: the state never moves"""
    mask = np.ones(s.xs.shape[:2]) if s.mask is None else s.mask
    return run(replace(s, mask=1 - mask))


FAULT = Fault(
    code="GRU304",
    name="mask-inverted",
    sequence=(
        Strayed(around(inverted), "h = m ⊙ h + (1 − m) ⊙ h'", "h = m ⊙ h' + (1 − m) ⊙ h"),
        Strayed(inverted_always, "h = m ⊙ h + (1 − m) ⊙ h'", "h = m ⊙ h' + (1 − m) ⊙ h"),
    ),
)
