"""Gates that are made without the input or without the state: a warning where no array for it is stored, an
error where one is and nothing reads it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from gru_doctor.checks.identifying.reading import GATES, NAMES
from gru_doctor.diagnosis.equations.cell import Scene, known_of, scene
from gru_doctor.diagnosis.locating.callers import climbed
from gru_doctor.diagnosis.locating.flow import PASSED_ON
from gru_doctor.diagnosis.locating.place import Place, place, placed
from gru_doctor.equations.parts import total
from gru_doctor.equations.reading import Reading
from gru_doctor.explained import Explained
from gru_doctor.fault import coded
from gru_doctor.records import Card, Finding, Options
from gru_doctor.subject import Subject

Term = tuple[str, str]
"""The kind of a block, and the gate."""

DEAD = "GRU111"
TERMS = {"U": ("GRU112", "no recurrent term", "h U_{g}"), "W": ("GRU113", "no input term", "x W_{g}")}


def lacking_findings(subject: Subject, explained: Explained, options: Options) -> list[Finding]:
    """A finding for each gate without a term that its siblings have; a published variant has none."""
    if not explained.explained or explained.named or explained.identity.convention.variant:
        return []
    reading = explained.identity.reading
    missing = list(lacks(reading))
    if not missing:
        return []
    spots = _places(scene(subject, explained, options), [gate for _, gate in missing])
    holders = _holders(missing, reading, subject.card)
    return [_told(*each) for each in zip(missing, spots, holders, strict=True)]


def _holders(missing: Sequence[Term], reading: Reading, card: Card) -> Iterator[str | None]:
    """For each term that is missing a stored array of its shape that nothing reads, while there are any."""
    used = {place.parameter for place in reading.places.values()}
    unread = {p.name: sorted(p.shape) for p in card.parameters if p.name not in used}
    for kind, _ in missing:
        rows = card.input_size if kind == "W" else card.hidden_size
        holder = next((n for n, shape in unread.items() if shape == sorted((rows, card.hidden_size))), None)
        if holder is not None:
            del unread[holder]
        yield holder


def lacks(reading: Reading) -> Iterator[Term]:
    """(kind of block, gate) of each term that one gate lacks and another has."""
    for kind in TERMS:
        there = {g for g in GATES if f"{kind}_{g}" in reading.places}
        made = {block[2] for block in reading.places}
        yield from ((kind, g) for g in GATES if there and g in made - there)


def _told(term: Term, spot: Place | None, holder: str | None) -> Finding:
    kind, gate = term
    code, told, added = TERMS[kind]
    added = added.format(g=gate)
    known = placed(Finding(
        code, coded(code).name, "warning", NAMES[gate],
        f"the {NAMES[gate]} gate has {told}, and the file stores no array for it: a variant, if it is meant",
        expected=f"{gate} with {added}", remedy=f"add {added} here, if it is not meant",
    ), spot)  # fmt: skip
    if holder is None:
        return known
    return replace(
        known, code=DEAD, name=coded(DEAD).name, severity="error", also=(code,), parameter=holder,
        message=f"the {NAMES[gate]} gate has {told}, and {holder} is stored and nothing reads it",
        remedy=f"add {added} here",
    )  # fmt: skip


def _places(stage: Scene, gates: Sequence[str]) -> list[Place | None]:
    """Where each gate is made: a call, where its helper serves other calls right, but no further out than
    the place that several of these gates have in common."""
    flow, known = stage.flow, known_of(stage.right, stage.apart)
    nodes = [_made_at(stage, gate) for gate in gates]
    ways = [[] if n is None else [flow.site(i) for i in climbed(flow, n, n, known)] for n in nodes]
    times = Counter(site for way in ways for site in way)
    common = [[site for site in way if times[site] > 1] for way in ways]
    return [place((shared or way)[-1]) if way else None for way, shared in zip(ways, common, strict=True)]


def _made_at(stage: Scene, gate: str) -> int | None:
    """The expression that first makes the sum before the activation, else the gate itself; of gates that are
    made at once the sums, else the gates, of both."""
    right = stage.right
    sums, gates = [total(right, g) for g in "zr"], [right.z, right.r]
    own = (total(right, gate), {"z": right.z, "r": right.r, "n": right.n}[gate])
    both = (np.concatenate(order, axis=-1) for pair in (sums, gates) for order in (pair, pair[::-1]))
    values = own if gate == "n" else (*own, *both)
    made = (n for value in values for n in sorted(stage.flow.producing(value)))
    return next((n for n in made if stage.flow.site(n).kind not in PASSED_ON), None)
