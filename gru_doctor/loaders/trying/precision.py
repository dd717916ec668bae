"""Whether code keeps all the digits it is given, or rounds to float32 somewhere on the way."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from gru_doctor.errors import Trouble
from gru_doctor.loaders.calling.caller import Caller
from gru_doctor.loaders.calling.probing import probe, whole
from gru_doctor.records import Array
from gru_doctor.subject import Call

FINE, COARSE = 2.0**-40, 2.0**-8
"""Relative changes of the input: one that float32 cannot hold, one that every dtype does."""


def dtype_of(caller: Caller) -> str:
    """float32 where the result has no more digits, or does not notice a change that only float64 can
    tell; float64 otherwise."""
    call = probe(caller.built)
    base = whole(caller.run(call))
    if np.array_equal(base, base.astype(np.float32)):
        return "float32"
    noticed = [_changes(caller, call, base, by) for by in (FINE, COARSE)]
    return "float32" if noticed == [False, True] else "float64"


def _changes(caller: Caller, call: Call, base: Array, by: float) -> bool:
    try:
        return not np.array_equal(base, whole(caller.run(replace(call, xs=call.xs * (1 + by)))))
    except Trouble:
        return True
