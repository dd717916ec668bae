"""What is examined further of a target that is right so far: more layers of it, and its run over time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from gru_doctor.errors import Trouble
from gru_doctor.records import Options, Result
from gru_doctor.subject import UNSEEN


def as_layer(result: Result, options: Options, examined: Callable[[Options], Result]) -> Result:
    """A right cell that a method of its own class runs over time is examined as that layer as well."""
    told = [note for note in result.notes if note.endswith(UNSEEN)]
    if result.verdict != "healthy" or not told or options.level is not None:
        return result
    layer = examined(replace(options, level="layer"))
    if layer.verdict == "faulty":
        return layer
    if layer.verdict != "healthy":
        return result
    seen = tuple(n.replace(UNSEEN, "was examined as a layer too") if n in told else n for n in result.notes)
    return replace(result, notes=(*seen, *(n for n in layer.notes if n not in result.notes)))


def in_storeys(result: Result, options: Options, stacked: Callable[[Options], Result]) -> Result:
    """What is right as one layer, and can be built with several, is examined with two as well."""
    if result.verdict != "healthy" or result.card is None or not result.card.depth:
        return result
    try:
        whole = stacked(replace(options, layers=2))
    except Trouble:
        return result
    if whole.verdict == "faulty":
        return whole
    told = next(c.detail for c in whole.checks if c.name == "sequence")
    return replace(result, notes=(*result.notes, f"built with two layers as well: {told}"))
