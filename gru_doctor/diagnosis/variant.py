"""Published cells that are no plain GRU, recognised by their own equations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import product

from gru_doctor.checks.convention import Study, error
from gru_doctor.checks.probe import Probe
from gru_doctor.closeness import rounding
from gru_doctor.equations.backward import LETTERS
from gru_doctor.equations.reading import Identity
from gru_doctor.equations.variants import SCORE, VARIANTS, Variant
from gru_doctor.explained import Explained
from gru_doctor.records import Card, Convention


def recognised_variant(
    study: Study, conventions: Sequence[Convention], probes: Sequence[Probe], card: Card
) -> Explained | None:
    """The first variant that stores and takes what the file does and gives the user's numbers on every
    probe."""
    limit = rounding(card.dtype)
    readings = {id(c.reading): c.reading for c in study.candidates}
    for variant, reading in product(VARIANTS, readings.values()):
        if SCORE in variant.blocks and not card.takes_mask:
            continue
        if {b[2:] for b in reading.places} != {b[2:] for b in variant.blocks if b != SCORE}:
            continue
        fitting = [
            c for c in conventions if all(error(reading, c, p, variant.equations) <= limit for p in probes)
        ]
        if fitting:
            told = (f"{variant.name}: {variant.note}",)
            identity = Identity(_as_variant(variant, fitting), reading, 0.0, told)
            return Explained(identity, (), True, variant.equations)
    return None


def _as_variant(variant: Variant, fitting: Sequence[Convention]) -> Convention:
    """The convention of a variant, less what it does not have: a gate, or a place of the reset."""
    first = fitting[0]
    stored = tuple(g for g in first.gate_order or () if f"W_{LETTERS[g]}" in variant.blocks)
    return replace(
        first,
        variant=variant.name,
        gate_order=stored or None,
        reset=first.reset if len({c.reset for c in fitting}) == 1 else None,
    )
