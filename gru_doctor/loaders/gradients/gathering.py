"""Arrays in which a backward pass gathers its gradients: it fills them, and no forward pass reads them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from gru_doctor.errors import CallTrouble
from gru_doctor.loaders.arrays.slots import Slot
from gru_doctor.loaders.arrays.twins import twins
from gru_doctor.loaders.calling.probing import probe, whole
from gru_doctor.loaders.gradients.handwritten import HandWritten
from gru_doctor.loaders.trying.roles import moves
from gru_doctor.records import Array


def apart(backward: HandWritten) -> HandWritten:
    """The backward with its buffers, and what else is kept beside the parameters, told from them, whatever
    they are called; as it is where it has none. They are zero from then on at the start of each pass."""
    caller = backward.caller
    asked = probe(caller.built)
    filled = _filled(backward)
    silent = [s for s in backward.slots if not moves(caller, s, asked)] if filled else []
    rest = [s for s in backward.slots if s not in silent]
    kept = twins({s.name: s.read().shape for s in rest}, {s.name: s.read().shape for s in silent})
    beside = [s for s in silent if s in filled or s.name in kept]
    rest = [s for s in backward.slots if s not in beside]
    if not beside or not rest:
        return backward
    for slot in beside:
        slot.write(np.zeros_like(slot.read()))
    caller.built.memory.spare(rest)
    buffers = {s.name: kept.get(s.name, "") for s in beside if s in filled}
    told = replace(backward.backward, buffers={**backward.backward.buffers, **buffers})
    return replace(backward, backward=told, slots=rest)


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
