"""A Subject made of the reference equations, under any convention and any packing of its arrays.

What it answers is right unless an equation, a rule of the backward pass or the way over time is
replaced: so every fault of the catalogue can be planted in it, at any size.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from gru_doctor.equations.backward import RULES, Rule
from gru_doctor.equations.bptt import unroll_backward
from gru_doctor.equations.gru import EQUATIONS, Equation
from gru_doctor.equations.layer import Layer, run
from gru_doctor.equations.layer import Sequence as Steps
from gru_doctor.equations.reading import Place, Reading
from gru_doctor.errors import CallTrouble
from gru_doctor.records import (
    Array,
    Arrays,
    Biases,
    Card,
    Convention,
    Orientation,
    Parameter,
    Reset,
    Trace,
    Update,
)
from gru_doctor.subject import Call, Edit, Gradient, Repeated, Run

KINDS: Mapping[str, str] = {"0": "WU", "1": "WUb", "2": "WUbc", "input+candidate": "WUb"}
PACKINGS = ("separate", "packed", "joint")
ORIENTATIONS: tuple[Orientation, ...] = ("x @ W", "W @ x")
UPDATES: tuple[Update, ...] = ("keeps", "writes")
RESETS: tuple[Reset, ...] = ("before", "after")
BIASES: tuple[Biases, ...] = ("0", "1", "2", "input+candidate")
CONVENTIONS = tuple(
    Convention(update=update, reset=reset, biases=biases)
    for update, reset, biases in product(UPDATES, RESETS, BIASES)
    if reset == "after" or biases != "input+candidate"
)
"""Every published place of the gates and the biases; c_n beside b_n alone needs a reset after it."""

Table = NDArray[np.intp]


@dataclass(frozen=True)
class Stored:
    """Stored arrays by name and shape, and where the blocks stand in them."""

    shapes: Mapping[str, tuple[int, ...]]
    reading: Reading


@dataclass(frozen=True)
class Arrangement:
    """How the blocks of a cell of D inputs and H units are stored: nine (or twelve) arrays
    ("separate"), three (or four) ("packed"), or one of rows [1; x; h] ("joint"); `order` is that of the
    gates, one letter each."""

    d: int = 3
    h: int = 7
    packing: str = "separate"
    order: str = "zrn"
    orientation: Orientation = "x @ W"

    def stored(self, biases: Biases) -> Stored:
        """The arrays of a cell with these biases. One joint matrix has room for one bias only."""
        blocks = [f"{kind}_{g}" for kind in KINDS[biases] for g in self.order]
        blocks += ["c_n"] if biases == "input+candidate" else []
        if self.packing == "separate":
            tables = {b: self._table(self._rows(b), self.h) for b in blocks}
            return _stored(tables, {b: (b, slice(None), slice(None)) for b in blocks})
        columns = {g: slice(k * self.h, (k + 1) * self.h) for k, g in enumerate(self.order)}
        if self.packing == "packed":
            return self._packed(blocks, columns)
        d, h = self.d, self.h
        rows = {"b": slice(0, 1), "W": slice(1, 1 + d), "U": slice(1 + d, 1 + d + h)}
        cuts = {b: ("M", rows[b[0]], columns[b[2]]) for b in blocks}
        return _stored({"M": self._table(1 + d + h, 3 * h)}, cuts)

    def _packed(self, blocks: list[str], columns: Mapping[str, slice]) -> Stored:
        widths = {b[0]: self.h * sum(other[0] == b[0] for other in blocks) for b in blocks}
        tables = {k: self._table(self._rows(k), width) for k, width in widths.items()}
        whole = {b: columns[b[2]] if widths[b[0]] > self.h else slice(None) for b in blocks}
        return _stored(tables, {b: (b[0], slice(None), whole[b]) for b in blocks})

    def _rows(self, block: str) -> int:
        return {"W": self.d, "U": self.h}.get(block[0], 1)

    def _table(self, rows: int, columns: int) -> Table:
        """The flat indices of an array of rows of sources, as it is stored one way round or the other."""
        if self.orientation == "x @ W":
            return np.arange(rows * columns).reshape(rows, columns)
        return np.arange(rows * columns).reshape(columns, rows).T


def _stored(tables: Mapping[str, Table], cuts: Mapping[str, tuple[str, slice, slice]]) -> Stored:
    places = {}
    for block, (name, rows, columns) in cuts.items():
        indices = tables[name][rows, columns]
        places[block] = Place(name, indices[0] if block[0] in "bc" else indices)
    shapes = {
        name: (table.size,)
        if {block[0] for block, cut in cuts.items() if cut[0] == name} <= set("bc")
        else table.shape
        if table.flags.c_contiguous
        else table.T.shape
        for name, table in tables.items()
    }
    return Stored(shapes, Reading(places))


@dataclass
class Reference:
    """Answers the Subject Protocol by the equations, altered or not; no code of a user's runs."""

    convention: Convention
    arrangement: Arrangement = Arrangement()
    equations: Mapping[str, Equation] = field(default_factory=lambda: EQUATIONS)
    rules: Mapping[str, Rule] = field(default_factory=lambda: RULES)
    layer: Layer | None = None
    takes_state: bool = True
    gradients: Literal["backward", "autograd"] | None = "backward"

    def __post_init__(self) -> None:
        self.arrays = self.arrangement.stored(self.convention.biases or "1")
        self.stored: dict[str, Any] = {name: np.zeros(shape) for name, shape in self.arrays.shapes.items()}
        self.card = Card(
            "Reference", "numpy", "layer" if self.layer else "cell", self.arrangement.d, self.arrangement.h,
            tuple(Parameter(name, shape) for name, shape in self.arrays.shapes.items()),
            takes_state=self.takes_state, takes_mask=self.layer is not None,
            returns_sequence=self.layer is not None, gradient=self.gradients,
        )  # fmt: skip

    def weights(self) -> dict[str, Array]:
        """See Subject."""
        return {name: a.copy() for name, a in self.stored.items()}

    def assign(self, weights: Arrays) -> None:
        """See Subject."""
        for name, array in weights.items():
            self.stored[name] = np.array(array, dtype=float).reshape(self.arrays.shapes[name])

    def run(self, call: Call) -> Run:
        """See Subject; a cell is stepped over time, as the loader steps it."""
        blocks = self.arrays.reading.blocks(self.stored)
        steps = Steps(blocks, self.convention, call.xs, self._start(call), call.mask, self.equations)
        try:
            made = (self.layer or run)(steps)
        except (ValueError, IndexError) as error:  # shapes that a wrong way over time cannot join
            raise CallTrouble(str(error)) from error
        return Run(made.outputs, made.last, made.outputs.shape if self.layer else made.last.shape)

    def _start(self, call: Call) -> Array:
        return np.zeros((call.xs.shape[1], self.arrangement.h)) if call.h0 is None else call.h0

    def sweep(self, call: Call, edits: Sequence[Edit]) -> Array:
        """See Subject."""
        states = []
        for edit in edits:
            kept = self.stored[edit.name].flat[edit.index]
            self.stored[edit.name].flat[edit.index] = edit.value
            states.append(self.run(call).last)
            self.stored[edit.name].flat[edit.index] = kept
        return np.stack([s for s in states if s is not None]) if states else np.zeros((0, 0, 0))

    def gradient(self, call: Call, cotangent: Array) -> Gradient:
        """See Subject."""
        blocks = self.arrays.reading.blocks(self.stored)
        made = unroll_backward(
            blocks, call.xs, self._start(call), self.convention, cotangent, call.mask, self.rules
        )
        return Gradient(made.xs, made.h0, self.arrays.reading.gradients(made.weights, self.stored))

    def repeated(self, call: Call, cotangent: Array) -> Repeated:
        """See Subject; equations keep nothing."""
        found = self.gradient(call, cotangent)
        return Repeated(found, found, found)

    def record(self, call: Call, cotangent: Array | None = None) -> Trace:
        """See Subject; there is no file whose expressions could be recorded."""
        return Trace({}, ())
