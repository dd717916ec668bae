"""Which of the arrays an object holds are its parameters: those the code could be given."""

from __future__ import annotations

from typing import Any

import numpy as np

from gru_doctor.loaders.construct import Built
from gru_doctor.loaders.slots import Slot, slots


def roots(built: Built) -> dict[str, Any]:
    """Where arrays are looked for: the arguments we made, then the object's own attributes."""
    found: dict[str, Any] = {}
    thing = built.thing
    if built.framework.declared(thing):
        return found | built.framework.declared(thing)
    if hasattr(thing, "__dict__") and not hasattr(thing, "__code__"):
        found |= dict(vars(thing))
    return found


def gathered(built: Built) -> list[Slot]:
    """The arrays of an object or function, gradient buffers and caches left out by `sorted_out`."""
    thing, found = built.thing, []
    if hasattr(thing, "__code__"):
        root: dict[str, Any] = built.weights
        if len(root) == 1 and isinstance(next(iter(root.values())), dict | list | tuple):
            inner = next(iter(root.values()))
            root = inner if isinstance(inner, dict) else root
        return slots(root, built.framework)
    declared = built.framework.declared(thing)
    if declared:
        return slots(declared, built.framework)
    found = slots(vars(thing), built.framework)
    _named_by_argument(found, built)
    return [s for s in found if not _buffer(s, found)]


def _named_by_argument(found: list[Slot], built: Built) -> None:
    """`params[0]` is called by the constructor argument it came from."""
    for slot in found:
        for name, value in built.weights.items():
            if value is slot.holder and ("[" in slot.name or "." in slot.name):
                slot.name = name


def _buffer(slot: Slot, found: list[Slot]) -> bool:
    """A gradient buffer: all zero, and another array of its shape is not, or its name says so of
    an array that is there."""
    value = slot.read()
    names = {s.name.lower() for s in found}
    bare = slot.name.lower()
    for mark in ("d", "grad_", "d_", "g", "g_", "m", "v", "m_", "v_", "mem", "delta_"):
        if bare.startswith(mark) and bare[len(mark) :] in names:
            return True
    if "grad" in bare or "cache" in bare:
        return True
    return bool(value.ndim > 1 and not value.any())


def random_weights(found: list[Slot], generator: np.random.Generator) -> None:
    """Fill every slot with generic numbers of unsaturated scale."""
    for slot in found:
        slot.write(generator.uniform(-0.7, 0.7, slot.read().shape))
