"""How to call a built object: which entry, which argument is what, which layout, what comes back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from gru_doctor.loaders.building.construct import Built
from gru_doctor.loaders.calling.assignments import assignments, state_names
from gru_doctor.loaders.calling.blank import Blank
from gru_doctor.loaders.calling.entries import code_of, sequential, time_axis
from gru_doctor.loaders.calling.leaves import Leaf
from gru_doctor.loaders.text.signature import arguments, definition, first_of
from gru_doctor.records import Level

Layout = tuple[Level, str, str, bool]
STRAIN, MISFIT = 6, 12
STOOD = "gru_doctor.loaders.standins.theano.function"
CELL_LAYOUTS = (("BD", "BH"), ("DB", "HB"), ("D", "H"), ("D1", "H1"), ("1D", "1H"))
LAYER_LAYOUTS = (
    ("TBD", "BH"), ("BTD", "BH"), ("TBD", "1BH"), ("BTD", "1BH"), ("TDB", "HB"), ("DBT", "HB"),
    ("BDT", "BH"), ("TD", "H"), ("TD1", "H1"), ("T1D", "1H"), ("TD", "1H"), ("TD", "H1"),
    ("1TD", "1H"), ("DT", "H"), ("DT", "H1"),
)  # fmt: skip


@dataclass(frozen=True)
class Plan:
    """One way to call an object.

    `state` says how h0 enters: as an argument, as an attribute, by replacing the zeros the code
    starts from, or not at all; `wrap` in what the argument is put. An argument whose name starts
    with @ is an attribute that is set before the call. `companion` is where an LSTM returns c.
    `strain` is how far the plan departs from what the names of the arguments say.
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
    mask_pads: bool = False  # 1 on padding
    blank: Blank | None = None
    mask_late: bool = False  # cuts the state before its own step
    strain: int = 0
    lost: str = ""  # what does not come back of a batch

    @property
    def by_row(self) -> bool:
        """Whether rows of a batch are called one at a time."""
        return "B" not in self.x_axes

    @property
    def told(self) -> str:
        """The plan in a few words, for messages."""
        return f"{self.entry or 'call'} with x {self.x_axes}, h {self.h_axes}"


def entry_of(thing: Any, plan: Plan) -> Callable[..., Any]:
    """The bound method, or the object itself; of a compiled function what keeps the gradient."""
    found: Any = getattr(thing, plan.entry) if plan.entry else thing
    entry: Callable[..., Any] = found.evaluate if type(found).__module__ == STOOD else found
    return entry


EMBEDDED: tuple[Layout, ...] = (
    ("layer", "BT", "BH", False), ("layer", "TB", "BH", False), ("layer", "T", "H", False),
    ("layer", "T", "1H", False), ("layer", "T", "H1", False),
    ("cell", "B", "BH", False), ("cell", "", "H", False), ("cell", "", "H1", False),
    ("cell", "", "11H", False),
)  # fmt: skip
"""Layouts of whole numbers that stand for vectors."""


def skeletons(built: Built, entry: str, breadth: int) -> Iterator[Plan]:
    """Plans for one entry, without what comes back: layers first where the code loops, those first
    whose time axis is where the code looks for it."""
    given = arguments(getattr(built.thing, entry) if entry else built.thing)
    over_time = sequential(built, entry)
    layouts = _ordered(over_time, time_axis(built, entry)) if built.table is None else list(EMBEDDED)
    for number, roles in enumerate(islice(assignments(given, built, entry), breadth)):
        takes_state = "h" in dict(roles).values()
        state = "argument" if takes_state else "none"
        wraps = _wraps(built, entry, roles) if takes_state else ("bare",)
        for level, x_axes, h_axes, listed in layouts if takes_state else _distinct(layouts):
            for turn, wrap in enumerate(wraps[:breadth]):
                strain = STRAIN * number + turn + MISFIT * (over_time != (level == "layer"))
                yield Plan(entry, roles, level, x_axes, h_axes, listed, wrap, state, strain=strain)


def _ordered(sequential: bool, time: int | None) -> list[Layout]:
    cells: list[Layout] = [("cell", x, h, False) for x, h in CELL_LAYOUTS]
    layers: list[Layout] = [
        ("layer", x, h, listed)
        for listed in (False, True)
        for x, h in LAYER_LAYOUTS
        if not listed or x[0] == "T"
    ]
    if time is not None:
        layers.sort(key=lambda p: (p[3], "B" not in p[1], p[1].index("T") != time))
    return layers + cells if sequential else cells + layers


def _distinct(layouts: list[Layout]) -> list[Layout]:
    """Without a state its layout does not matter."""
    first: dict[tuple[str, str, bool], Layout] = {}
    for layout in layouts:
        first.setdefault((layout[0], layout[1], layout[3]), layout)
    return list(first.values())


def _wraps(built: Built, entry: str, roles: tuple[tuple[str, str], ...]) -> tuple[str, ...]:
    """Bare first, unless the code takes the state out of something."""
    if "c" in dict(roles).values():
        return ("bare",)
    node = definition(built.tree, type(built.thing).__name__) if entry else code_of(built, entry)
    inside = any(first_of(node, name) for name in state_names(roles))
    wrapped = ("list", "tuple", "pair", "reversed pair")
    return (*wrapped, "bare") if inside else ("bare", *wrapped)
