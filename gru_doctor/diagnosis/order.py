"""Whether a file reads its own arrays in one way: one gate order, one orientation, one row order."""

from __future__ import annotations

from gru_doctor.checks.reading import orientation, packings
from gru_doctor.equations.reading import Reading
from gru_doctor.explained import Explained
from gru_doctor.records import Finding
from gru_doctor.subject import Subject


def disorder(reading: Reading) -> int:
    """How many ways of reading there are beyond one."""
    return sum(max(0, len(ways) - 1) for ways in (gate_orders(reading), orientations(reading)))


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


def order_findings(subject: Subject, explained: Explained) -> list[Finding]:
    """Findings about a file that reads its own arrays in two ways."""
    return []
