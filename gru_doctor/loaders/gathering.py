"""Arrays in which a backward pass gathers its gradients: it fills them, and no forward pass reads them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from gru_doctor.errors import CallTrouble
from gru_doctor.loaders.handwritten import HandWritten
from gru_doctor.loaders.probing import probe, whole
from gru_doctor.loaders.roles import moves
from gru_doctor.loaders.slots import Slot
from gru_doctor.records import Array


def apart(backward: HandWritten) -> HandWritten:
    """The backward with its buffers told from the parameters, whatever they are called; as it is where it
    has none. They are zero from then on at the start of each pass."""
    caller = backward.caller
    asked = probe(caller.built)
    found = [s for s in _filled(backward) if not moves(caller, s, asked)]
    rest = [s for s in backward.slots if s not in found]
    if not found or not rest:
        return backward
    for slot in found:
        slot.write(np.zeros_like(slot.read()))
    caller.built.memory.spare(rest)
    names = frozenset(s.name for s in found)
    told = replace(backward.backward, buffers=backward.backward.buffers | names)
    return HandWritten(caller, told, rest, backward.initial)


def _filled(backward: HandWritten) -> list[Slot]:
    """What stands otherwise after a backward pass than before."""
    caller, slots = backward.caller, backward.slots
    row = next(caller.rows(probe(caller.built)))
    try:
        incoming = backward.incoming(np.ones_like(whole(caller.run(row))))
        value = caller.values(row).values[0]
        before = [s.read() for s in slots]
        backward.pulled(caller.native(incoming), row, value)
    except CallTrouble:
        return []
    module = vars(caller.built.module) if caller.built.is_function else {}
    found = [s for s, old in zip(slots, before, strict=True) if not _stands(s, old, module)]
    for slot, old in zip(slots, before, strict=True):
        slot.put_back(old)
    return found


def _stands(slot: Slot, old: Array, module: Mapping[str, Any]) -> bool:
    """Whether an array holds what it held; a global may be another array by now."""
    now = slot.framework.array(module[slot.name]) if slot.name in module else slot.standing()
    return now is not None and np.array_equal(now, old)
