"""Layouts for a backward pass that takes no batch, where the forward pass would take one."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from gru_doctor.errors import Trouble
from gru_doctor.loaders.caller import Caller
from gru_doctor.loaders.handwritten import HandWritten
from gru_doctor.loaders.probing import probe, whole
from gru_doctor.loaders.results import returns

BY_ROW = {
    "BD": (("D", "H"), ("1D", "1H")), "DB": (("D1", "H1"), ("D", "H")),
    "TBD": (("TD", "H"), ("T1D", "1H")), "BTD": (("TD", "H"), ("1TD", "1H")),
    "TDB": (("TD1", "H1"), ("TD", "H")), "DBT": (("DT", "H"), ("DT", "H1")),
}  # fmt: skip


def willing(caller: Caller, backward: HandWritten) -> tuple[Caller, HandWritten]:
    """The caller and backward as they are where that one does not complain; else, where that helps,
    with rows called one at a time."""
    if not _complains(caller, backward):
        return caller, backward
    for x_axes, h_axes in BY_ROW.get(caller.plan.x_axes, ()):
        plan = replace(caller.plan, x_axes=x_axes, h_axes=h_axes, outputs=None, last=None)
        try:
            made = returns(caller.built, plan)
        except (Trouble, TypeError, ValueError, IndexError, KeyError, AttributeError):
            continue
        if made is None:
            continue
        single = Caller(caller.built, made, caller.inject)
        found = HandWritten(single, backward.backward, backward.slots)
        if not _complains(single, found):
            return single, found
    return caller, backward


def _complains(caller: Caller, backward: HandWritten) -> bool:
    call = probe(caller.built)
    try:
        shape = whole(caller.run(call)).shape
    except Trouble:
        return False
    return bool(backward.gradient(call, np.ones(shape)).complaint)
