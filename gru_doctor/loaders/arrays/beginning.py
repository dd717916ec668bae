"""The first weights that the code itself gives its matrices, where nothing can be learned from them."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from gru_doctor.loaders.arrays.slots import Slot

ZERO = "every matrix begins at zero"
ONE = "every matrix begins with one number throughout"


def beginning(slots: Iterable[Slot]) -> str:
    """What all matrices begin with that makes one unit like the other; empty where one of them does not."""
    first = [s.read() for s in matrices(slots)]
    if not first or any(np.ptp(a) > 0 for a in first):
        return ""
    return ONE if any(np.any(a) for a in first) else ZERO


def matrices(slots: Iterable[Slot]) -> list[Slot]:
    """The arrays with more than one row and more than one column."""
    return [s for s in slots if sum(n > 1 for n in s.read().shape) > 1]
