"""Findings about a file that reads its own arrays in two ways: it trains alike, but its weights cannot
be moved."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from gru_doctor.checks.identifying.reading import GATES, NAMES, orientation, packings
from gru_doctor.diagnosis.equations.cell import known_of, scene
from gru_doctor.diagnosis.equations.order import gate_orders, row_orders
from gru_doctor.diagnosis.locating.callers import blamed
from gru_doctor.diagnosis.locating.flow import PASSED_ON
from gru_doctor.diagnosis.locating.place import Place, place, placed
from gru_doctor.equations.parts import total
from gru_doctor.equations.reading import Reading
from gru_doctor.explained import Explained
from gru_doctor.records import Finding, Options
from gru_doctor.subject import Subject

MOVED = "it trains alike, but its weights cannot be moved to or from another GRU"

CROSSING = frozenset({"GRU110", "GRU118", "GRU120", "GRU122", "GRU123", "GRU124"})
"""Where one of these is named, an odd reading may be another way to say the same."""


@dataclass(frozen=True)
class Oddity:
    """One block that is read otherwise than its siblings."""

    code: str
    name: str
    block: str
    told: str
    expected: str


def reading_findings(subject: Subject, explained: Explained, options: Options) -> list[Finding]:
    """One finding for the first block that is read otherwise than the rest of the file."""
    if not explained.explained or any(n.fault.code in CROSSING for n in explained.named):
        return []
    odd = next(oddities(explained.identity.reading), None)
    if odd is None or not all(any(oddities(t.identity.reading)) for t in explained.ties):
        return []
    spot = _used_at(subject, explained, odd.block, options)
    return [
        placed(Finding(
            code=odd.code, name=odd.name, severity="error", gate=NAMES[odd.block[2]],
            message=f"{odd.told}; {MOVED}", expected=odd.expected,
            parameter=explained.identity.reading.places[odd.block].parameter,
        ), spot)
    ]  # fmt: skip


def oddities(reading: Reading) -> Iterator[Oddity]:
    """Packed orders, orientations and row orders that are not one throughout."""
    yield from _orders(reading)
    yield from _turned(reading)
    yield from _rows(reading)


def _orders(reading: Reading) -> Iterator[Oddity]:
    if len(gate_orders(reading)) < 2:
        return
    packed = {key: o for key, o in packings(reading).items() if len(o) > 1}
    longest = max(map(len, packed.values()))
    usual = Counter(o for o in packed.values() if len(o) == longest).most_common(1)[0][0]
    for (parameter, kind), order in packed.items():
        mine, theirs = ([g for g in one if g in other] for one, other in ((order, usual), (usual, order)))
        gate = next((g for g, u in zip(mine, theirs, strict=True) if g != u), None)
        if gate is not None:
            told = f"{parameter} packs {_told(order)} where the others pack {_told(usual)}"
            yield Oddity("GRU110", "crossed-weights", f"{kind}_{gate}", told, f"the order {_told(usual)}")


def _told(order: tuple[str, ...]) -> str:
    return ", ".join(NAMES[g] for g in order)


def _turned(reading: Reading) -> Iterator[Oddity]:
    ways = {g: orientation(reading.places[f"U_{g}"].indices) for g in GATES if f"U_{g}" in reading.places}
    for gate, way, usual in _minority(ways):
        shapes = "as its transpose" if len(ways) > 1 else ""
        told = f"the {NAMES[gate]} gate uses its recurrent matrix {shapes} ({way}, the others {usual})"
        yield Oddity("GRU118", "transposed-weight", f"U_{gate}", told, f"h U_{gate}, read as {usual}")


def _rows(reading: Reading) -> Iterator[Oddity]:
    words = {"xh": "[x, h]", "hx": "[h, x]"}
    for gate, way, usual in _minority(row_orders(reading)):
        told = f"the {NAMES[gate]} reads its rows as {words[str(way)]}, the others as {words[str(usual)]}"
        yield Oddity("GRU124", "concat-order", f"W_{gate}", told, f"rows {words[str(usual)]} throughout")


def _minority(ways: Mapping[str, str | None]) -> Iterator[tuple[str, str | None, str | None]]:
    counts = Counter(w for w in ways.values() if w is not None)
    if len(counts) < 2:
        return
    usual = max(counts, key=lambda w: counts[w])
    yield from ((g, w, usual) for g, w in ways.items() if w is not None and w != usual)


def _used_at(subject: Subject, explained: Explained, block: str, options: Options) -> Place | None:
    """Where the block's product, or the block itself, is made."""
    stage = scene(subject, explained, options)
    s = stage.right
    operand = {"W": s.x, "U": s.r * s.h if block == "U_n" and s.convention.reset == "before" else s.h}
    values = [s.weights[block]]
    if block[0] in operand:
        product = operand[block[0]] @ s.weights[block]
        values = [product + s.block(f"{'bc'[block[0] == 'U']}_{block[2]}"), product, *values]
    if block[0] == "W":
        # A ready-made product shows nothing inside: its input, both parts side by side, is recorded.
        inner = s.r * s.h if block == "W_n" and s.convention.reset == "before" else s.h
        values.append(np.concatenate([s.x, inner], axis=1))
    for value in [*values, total(s, block[2])]:
        node = next(stage.flow.producing(value), None)
        while node is not None and stage.flow.site(node).kind in PASSED_ON:
            node = stage.flow.binding(node)
        if node is not None:
            return place(stage.flow.site(blamed(stage.flow, node, node, known_of(s, stage.apart))))
    return None
