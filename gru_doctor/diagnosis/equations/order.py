"""Whether a file reads its own arrays in one way: one gate order, one orientation, one row order."""

from __future__ import annotations

from gru_doctor.checks.identifying.reading import GATES, orientation, packings
from gru_doctor.equations.reading import Reading
from gru_doctor.records import Card


def disorder(reading: Reading) -> int:
    """How many ways of reading there are beyond one."""
    return sum(max(0, len(ways) - 1) for ways in (gate_orders(reading), orientations(reading)))


def misnamed(reading: Reading, card: Card) -> int:
    """How many blocks are called, or declared, as another gate's: only ever a tie-break.

    The part of a name that differs between the gates (z in Wz, Uz, bz) should be one for each gate.
    """
    marks = {kind: _marks(reading, kind) for kind in "WUbc"}
    ranks = {kind: _ranks(reading, kind, card) for kind in "WUbc"}
    count = 0
    for kind in "Ubc":
        for told in (marks, ranks):
            count += sum(told["W"][g] != told[kind][g] for g in told["W"].keys() & told[kind].keys())
    return count


def _marks(reading: Reading, kind: str) -> dict[str, str]:
    """gate -> what is left of its array's name without what all gates' names share."""
    names = {g: reading.places[f"{kind}_{g}"].parameter for g in GATES if f"{kind}_{g}" in reading.places}
    if len(set(names.values())) < 2:
        return {}
    start = _shared(list(names.values()))
    end = _shared([n[::-1] for n in names.values()])
    return {g: n[start : len(n) - end or None] for g, n in names.items()}


def _shared(names: list[str]) -> int:
    """How many first letters all names have in common."""
    shortest = min(map(len, names))
    pairs = enumerate(zip(*names, strict=False))
    return next((i for i, letters in pairs if len(set(letters)) > 1), shortest)


def _ranks(reading: Reading, kind: str, card: Card) -> dict[str, int]:
    """gate -> the rank of its block among its kind, in order of declaration and index."""
    order = {p.name: i for i, p in enumerate(card.parameters)}
    found = {g: reading.places[f"{kind}_{g}"] for g in GATES if f"{kind}_{g}" in reading.places}
    ordered = sorted(found, key=lambda g: (order[found[g].parameter], int(found[g].indices.min())))
    return {g: i for i, g in enumerate(ordered)}


def gate_orders(reading: Reading) -> set[tuple[str, ...]]:
    """The distinct gate orders of the packed arrays; one packing two gates agrees with any that
    holds them in the same order."""
    orders = {o for o in packings(reading).values() if len(o) > 1}
    full = {o for o in orders if len(o) == 3}
    partial = {o for o in orders if len(o) == 2 and not any(_within(o, f) for f in full)}
    return full | partial


def _within(part: tuple[str, ...], whole: tuple[str, ...]) -> bool:
    return [g for g in whole if g in part] == list(part)


def orientations(reading: Reading) -> set[str]:
    """The distinct orientations of the recurrent matrices."""
    found = (orientation(p.indices) for b, p in reading.places.items() if b.startswith("U"))
    return {o for o in found if o is not None}


def row_orders(reading: Reading) -> dict[str, str]:
    """gate -> "xh" or "hx": which rows come first where one array holds both of a gate's matrices."""
    found = {}
    for g in GATES:
        w, u = reading.places.get(f"W_{g}"), reading.places.get(f"U_{g}")
        if w is not None and u is not None and w.parameter == u.parameter:
            found[g] = "xh" if w.indices.min() < u.indices.min() else "hx"
    return found
