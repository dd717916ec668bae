"""How little a plan behaves like a recurrence; it ranks plans and refuses none.

A faulty cell may do all of what is doubted here, so a doubtful plan is taken where there is no
better one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np

from gru_doctor.errors import CallTrouble
from gru_doctor.loaders.calling.caller import Caller
from gru_doctor.loaders.calling.probing import shifted, whole
from gru_doctor.subject import Call, Run

IGNORES_INPUT, ROWS_MIX, LOOKS_AHEAD, FORGETS, SHORT, IGNORES_STATE = 16, 8, 4, 3, 2, 1


def doubt(caller: Caller, call: Call) -> int:
    """0 where rows are apart, time runs forward, the first step is remembered at the last, and
    input and state matter. Raises CallTrouble where nothing finite comes back."""
    base = caller.run(call)
    if not np.all(np.isfinite(whole(base))):
        raise CallTrouble("the output is not finite")
    found = 0
    if not caller.plan.by_row:
        found += ROWS_MIX * _moves_neighbours(caller, call, base)
    if caller.plan.level == "layer":
        found += SHORT * (base.outputs is not None and len(base.outputs) != len(call.xs))
        found += LOOKS_AHEAD * _looks_ahead(caller, call, base)
        found += FORGETS * _forgets_either(caller, call, base)
    elif call.h0 is not None and caller.plan.state == "argument":
        moved = caller.run(replace(call, h0=call.h0 * 0.5))
        found += IGNORES_STATE * (not _moved(base, moved))
    return found + IGNORES_INPUT * _ignores_input(caller, call, base)


def _ignores_input(caller: Caller, call: Call, base: Run) -> bool:
    """Whether no other input gives another output, under an inverted mask either."""
    other = replace(call, xs=call.xs * 0.5)
    if _moved(base, caller.run(other)):
        return False
    if caller.plan.mask_axes is None:
        return True
    none = np.zeros(call.xs.shape[:2])
    hidden = caller.run(replace(call, mask=none))
    return not _moved(hidden, caller.run(replace(other, mask=none)))


def _moved(a: Run, b: Run) -> bool:
    """Whether the sequence is another, or the last state beside it: one of them may be stored wrongly."""
    beside = a.last is not None and b.last is not None and not np.array_equal(a.last, b.last)
    return beside or bool(_changed(a, b).any())


def _changed(a: Run, b: Run) -> Any:
    first, second = whole(a), whole(b)
    if first.shape != second.shape:
        raise CallTrouble("the output changes its shape from call to call")
    return first != second


def _moves_neighbours(caller: Caller, call: Call, base: Run) -> bool:
    """Whether a row of the batch, or of the states, changes the other one, either way."""
    for row, other in ((0, 1), (1, 0)):
        for moved in (shifted(call, (slice(None), row)), *_started(caller, call, row)):
            if _changed(base, caller.run(moved))[..., other, :].any():
                return True
    return False


def _started(caller: Caller, call: Call, row: int) -> Iterator[Call]:
    """The call with another state in one row, where the code is given a state."""
    if call.h0 is not None and caller.plan.state == "argument":
        h0 = call.h0.copy()
        h0[row] *= 0.5
        yield replace(call, h0=h0)


def _looks_ahead(caller: Caller, call: Call, base: Run) -> bool:
    if base.outputs is None:
        return False
    return bool(_changed(base, caller.run(shifted(call, -1)))[:-1].any())


def _forgets_either(caller: Caller, call: Call, base: Run) -> bool:
    """Whether it forgets under an inverted mask too: where 1 means padding, ones hold the state."""
    if not forgets(caller, call, base):
        return False
    if caller.plan.mask_axes in (None, "lengths"):
        return True
    real = replace(call, mask=np.zeros(call.xs.shape[:2]))
    return forgets(caller, real, caller.run(real))


def forgets(caller: Caller, call: Call, base: Run) -> bool:
    """Whether the first input matters nowhere later."""
    moved = caller.run(shifted(call, 0))
    if base.outputs is None:
        return not _moved(base, moved)
    return not _moved(_end(base), _end(moved))


def _end(run: Run) -> Run:
    """What is left of a run at its last step."""
    return replace(run, outputs=run.outputs[-1:] if run.outputs is not None else None)
