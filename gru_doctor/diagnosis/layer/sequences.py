"""Naming what is wrong over time, from what a layer returned.

A fault is proven when the reference layer with that fault in it reproduces everything that was
returned, in every run that was made (with a mask and without one, say).
"""

from __future__ import annotations

from collections.abc import Sequence as Several
from dataclasses import dataclass
from functools import cache

import numpy as np

from gru_doctor.checks.ordering import blanked
from gru_doctor.closeness import gap
from gru_doctor.equations.layer import Layer, Returned, Sequence, run
from gru_doctor.fault import Fault, Strayed, faults
from gru_doctor.records import Array, Severity

TOLERANCE = 1e-10


@dataclass(frozen=True)
class Gave:
    """What the user's layer returned: outputs (T, B, H) and last state (B, H), None if not given."""

    outputs: Array | None
    last: Array | None


@dataclass(frozen=True)
class SequenceGuess:
    """A fault of the layer: `also` are the codes with the same numbers, `alternatives` every wrong
    layer with these numbers, `strayed` the first of them."""

    code: str
    name: str
    severity: Severity
    error: float
    error_if_repaired: float
    strayed: Strayed
    also: tuple[str, ...] = ()
    alternatives: tuple[Strayed, ...] = ()


Trials = Several[tuple[Gave, Sequence]]


def name_sequences(trials: Trials, tolerance: float = TOLERANCE) -> list[SequenceGuess]:
    """The fault that gives what was returned in all of these runs; empty where nothing is wrong, or nothing
    explains it."""
    if error(trials, run) <= tolerance:
        return []
    found = [pair for pair in strays() if _explains(trials, pair[1].layer, tolerance)]
    return [_guess(trials, found)] if found else []


@cache
def strays() -> tuple[tuple[Fault, Strayed], ...]:
    """Every wrong way over time of every fault, by code."""
    return tuple((fault, strayed) for fault in faults() for strayed in fault.sequence)


def error(trials: Trials, layer: Layer) -> float:
    """The largest gap between what was returned and what a layer gives; inf for another shape."""
    return max((_gap(gave, layer(sequence), sequence) for gave, sequence in trials), default=0.0)


def _explains(trials: Trials, layer: Layer, tolerance: float) -> bool:
    try:
        with np.errstate(all="ignore"):  # a wrong layer may divide by zero, or overflow
            return all(_gap(gave, layer(sequence), sequence) <= tolerance for gave, sequence in trials)
    except KeyError:  # it leaves out a block that an altered equation of the cell reads
        return False


def _gap(gave: Gave, made: Returned, sequence: Sequence) -> float:
    gaps = [0.0]
    if gave.outputs is not None:
        gaps.append(gap(gave.outputs, _blanked(made.outputs, gave.outputs, sequence)))
    if gave.last is not None:
        gaps.append(gap(gave.last, made.last))
    return float(np.nan_to_num(np.max(gaps), nan=np.inf, posinf=np.inf))


def _blanked(made: Array, gave: Array, sequence: Sequence) -> Array:
    """Under a mask the outputs of what counts as padding may be zero: held or zero, both are common,
    and the final state tells the rest."""
    if sequence.mask is None or made.shape != gave.shape:
        return made
    return blanked(made, gave)


def _guess(trials: Trials, found: list[tuple[Fault, Strayed]]) -> SequenceGuess:
    fault, strayed = found[0]
    return SequenceGuess(
        code=fault.code,
        name=fault.name,
        severity=fault.severity,
        error=error(trials, run),
        error_if_repaired=error(trials, strayed.layer),
        strayed=strayed,
        also=tuple(sorted({f.code for f, _ in found} - {fault.code})),
        alternatives=tuple(s for _, s in found),
    )
