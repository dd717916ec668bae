"""How to call a built object: which entry, which argument is what, which layout, what comes back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from gru_doctor.loaders.assignments import assignments, state_names
from gru_doctor.loaders.construct import Built
from gru_doctor.loaders.entries import code_of
from gru_doctor.loaders.leaves import Leaf
from gru_doctor.loaders.signature import arguments, definition, first_of
from gru_doctor.records import Level

CELL_LAYOUTS = (("BD", "BH"), ("DB", "HB"), ("D", "H"), ("D1", "H1"), ("1D", "1H"))
LAYER_LAYOUTS = (
    ("TBD", "BH"), ("BTD", "BH"), ("TBD", "1BH"), ("BTD", "1BH"), ("TD", "H"), ("TD1", "H1"),
    ("T1D", "1H"), ("TD", "1H"), ("TD", "H1"), ("1TD", "1H"), ("TDB", "HB"), ("DBT", "HB"),
    ("BDT", "HB"), ("DT", "H"), ("DT", "H1"),
)  # fmt: skip


@dataclass(frozen=True)
class Plan:
    """One way to call an object.

    `state` says how h0 enters: as an argument, as an attribute, by replacing the zeros the code
    starts from, or not at all; `wrap` in what the argument is put. An argument whose name starts
    with @ is an attribute that is set before the call. `companion` is where an LSTM returns c.
    """

    entry: str
    roles: tuple[tuple[str, str], ...]
    level: Level
    x_axes: str
    h_axes: str
    listed: bool = False
    wrap: str = "bare"
    state: str = "argument"
    outputs: Leaf | None = None
    last: Leaf | None = None
    companion: Leaf | None = None
    mask_axes: str | None = None

    @property
    def by_row(self) -> bool:
        """Whether rows of a batch are called one at a time."""
        return "B" not in self.x_axes

    @property
    def told(self) -> str:
        """The plan in a few words, for messages."""
        return f"{self.entry or 'call'} with x {self.x_axes}, h {self.h_axes}"


def entry_of(thing: Any, plan: Plan) -> Callable[..., Any]:
    """The bound method, or the object itself."""
    found: Callable[..., Any] = getattr(thing, plan.entry) if plan.entry else thing
    return found


def skeletons(built: Built, entry: str, sequential: bool, breadth: int) -> Iterator[Plan]:
    """Plans for one entry, without what comes back: layers first where the code loops."""
    given = arguments(getattr(built.thing, entry) if entry else built.thing)
    for roles in islice(assignments(given, built, entry), breadth):
        takes_state = "h" in dict(roles).values()
        state = "argument" if takes_state else "none"
        wraps = _wraps(built, entry, roles) if takes_state else ("bare",)
        for level, x_axes, h_axes, listed in _layouts(sequential, takes_state):
            for wrap in wraps[:breadth]:
                yield Plan(entry, roles, level, x_axes, h_axes, listed, wrap, state)


def _layouts(sequential: bool, takes_state: bool) -> list[tuple[Level, str, str, bool]]:
    cells: list[tuple[Level, str, str, bool]] = [("cell", x, h, False) for x, h in CELL_LAYOUTS]
    layers: list[tuple[Level, str, str, bool]] = [
        ("layer", x, h, listed)
        for listed in (False, True)
        for x, h in LAYER_LAYOUTS
        if not listed or x[0] == "T"
    ]
    ordered = layers + cells if sequential else cells + layers
    if takes_state:
        return ordered
    once = {(level, x, listed): (level, x, h, listed) for level, x, h, listed in ordered[::-1]}
    return [p for p in ordered if once[p[0], p[1], p[3]] == p]


def _wraps(built: Built, entry: str, roles: tuple[tuple[str, str], ...]) -> tuple[str, ...]:
    """Bare first, unless the code takes the state out of something."""
    if "c" in dict(roles).values():
        return ("bare",)
    node = definition(built.tree, type(built.thing).__name__) if entry else code_of(built, entry)
    inside = any(first_of(node, name) for name in state_names(roles))
    wrapped = ("list", "tuple", "pair", "reversed pair")
    return (*wrapped, "bare") if inside else ("bare", *wrapped)
