"""The first weights that the code itself gives its matrices, where nothing can be learned from them."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from gru_doctor.loaders.slots import Slot

ZERO = "every matrix begins at zero"
ONE = "every matrix begins with one number throughout"


def beginning(slots: Iterable[Slot]) -> str:
    """What all matrices begin with that makes one unit like the other; empty where one of them does not."""
    read = [s.read() for s in slots]
    matrices = [a for a in read if sum(n > 1 for n in a.shape) > 1]
    if not matrices or any(np.ptp(a) > 0 for a in matrices):
        return ""
    return ONE if any(np.any(a) for a in matrices) else ZERO
