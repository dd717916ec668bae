"""Published cells that are no plain GRU, recognised by their own equations."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import product

from gru_doctor.checks.identifying.convention import Study, error
from gru_doctor.checks.probe import Probe
from gru_doctor.closeness import rounding
from gru_doctor.equations.backward import LETTERS
from gru_doctor.equations.gru import EQUATIONS, Equation
from gru_doctor.equations.reading import Identity, Reading
from gru_doctor.equations.variants import SCORE, VARIANTS, Variant
from gru_doctor.explained import Explained, Named
from gru_doctor.fault import Altered, Fault, faults
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
            identity = Identity(_as_variant(variant, fitting), reading, 0.0, (_told(variant),))
            return Explained(identity, (), True, variant.equations)
    return None


def spoilt_variant(
    study: Study, conventions: Sequence[Convention], probes: Sequence[Probe], card: Card
) -> Explained | None:
    """A variant of fewer gates with one known fault in an equation that it shares with the GRU, in order of
    code; None where no such fault gives the user's numbers on every probe."""
    found = [
        (fault, altered, variant, reading, convention)
        for variant, reading in _smaller(study)
        for convention in conventions
        for fault, altered in _shared(variant, convention)
        if _gives(reading, convention, probes, {**variant.equations, **altered.equations}, card)
    ]
    if not found:
        return None
    fault, altered, variant, reading, convention = found[0]
    also = tuple(sorted({f.code for f, *_ in found} - {fault.code}))
    before = error(reading, convention, probes[0], variant.equations)
    after = error(reading, convention, probes[0], {**variant.equations, **altered.equations})
    identity = Identity(_as_variant(variant, [convention]), reading, before, (_told(variant),))
    named = Named(fault, altered, also, before, after)
    return Explained(identity, (named,), True, {**variant.equations, **altered.equations})


def _smaller(study: Study) -> Iterator[tuple[Variant, Reading]]:
    """The variants without a reset gate of their own, with the readings that have none either."""
    readings = {id(c.reading): c.reading for c in study.candidates}
    for variant, reading in product(VARIANTS, readings.values()):
        gates = {b[2:] for b in variant.blocks}
        if gates == {"z", "n"} and {b[2:] for b in reading.places} == gates:
            yield variant, reading


def _shared(variant: Variant, convention: Convention) -> Iterator[tuple[Fault, Altered]]:
    """The faults in equations that the variant takes from the GRU."""
    own = {name for name, equation in EQUATIONS.items() if variant.equations[name] is not equation}
    for fault, altered in ((f, a) for f in faults() if f.severity == "error" for a in f.cell):
        if altered.applies(convention) and not own & altered.equations.keys():
            yield fault, altered


def _gives(
    reading: Reading,
    convention: Convention,
    probes: Sequence[Probe],
    equations: Mapping[str, Equation],
    card: Card,
) -> bool:
    """Whether these equations give the user's numbers."""
    try:
        return all(error(reading, convention, p, equations) <= rounding(card.dtype) for p in probes)
    except (KeyError, RecursionError, ValueError):
        return False  # a block that the file does not have; two equations that read each other


def _told(variant: Variant) -> str:
    return f"{variant.name}: {variant.note}"


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
