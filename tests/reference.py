"""A Subject made of the reference equations, under any convention and any packing of its arrays."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import Any

import numpy as np

from gru_doctor.equations.backward import RULES, Rule
from gru_doctor.equations.bptt import unroll_backward
from gru_doctor.equations.gru import EQUATIONS, Equation
from gru_doctor.equations.layer import Layer, run
from gru_doctor.equations.layer import Sequence as Steps
from gru_doctor.equations.reading import Place, Reading
from gru_doctor.records import Card, Convention, Parameter, Trace
from gru_doctor.subject import Call, Edit, Gradient, Run

D, H = 3, 7
KINDS = {"0": "WU", "1": "WUb", "2": "WUbc", "input+candidate": "WUb"}
PACKINGS = ("separate", "packed", "joint")
CONVENTIONS = tuple(
    Convention(update=update, reset=reset, biases=biases)
    for update, reset, biases in product(("keeps", "writes"), ("before", "after"), KINDS)
    if reset == "after" or biases != "input+candidate"
)
"""Every published place of the gates and the biases; c_n beside b_n alone needs a reset after it."""


@dataclass(frozen=True)
class Arrays:
    """Stored arrays by name and shape, and where the blocks stand in them."""

    shapes: Mapping[str, tuple[int, ...]]
    reading: Reading


def arranged(
    biases: str, packing: str = "separate", order: str = "zrn", orientation: str = "x @ W"
) -> Arrays:
    """Nine (or twelve) arrays, three (or four) packed ones, or one of rows [1; x; h]."""
    blocks = [f"{kind}_{g}" for kind in KINDS[biases] for g in order]
    blocks += ["c_n"] if biases == "input+candidate" else []
    if packing == "separate":
        tables = {b: _table(_rows(b), H, orientation) for b in blocks}
        return _stored(tables, {b: (b, slice(None), slice(None)) for b in blocks})
    columns = {g: slice(k * H, (k + 1) * H) for k, g in enumerate(order)}
    if packing == "packed":
        widths = {b[0]: H * sum(other[0] == b[0] for other in blocks) for b in blocks}
        tables = {k: _table(_rows(k), width, orientation) for k, width in widths.items()}
        whole = {b: columns[b[2]] if widths[b[0]] > H else slice(None) for b in blocks}
        return _stored(tables, {b: (b[0], slice(None), whole[b]) for b in blocks})
    rows = {"b": slice(0, 1), "W": slice(1, 1 + D), "U": slice(1 + D, 1 + D + H)}
    return _stored(
        {"M": _table(1 + D + H, 3 * H, orientation)},
        {b: ("M", rows[b[0]], columns[b[2]]) for b in blocks},
    )


def _rows(block: str) -> int:
    return {"W": D, "U": H}.get(block[0], 1)


def _table(rows: int, columns: int, orientation: str) -> Any:
    """The flat indices of an array of rows of sources, as it is stored one way round or the other."""
    if orientation == "x @ W":
        return np.arange(rows * columns).reshape(rows, columns)
    return np.arange(rows * columns).reshape(columns, rows).T


def _stored(tables: Mapping[str, Any], cuts: Mapping[str, tuple[str, slice, slice]]) -> Arrays:
    places = {}
    for block, (name, rows, columns) in cuts.items():
        indices = tables[name][rows, columns]
        places[block] = Place(name, indices[0] if block[0] in "bc" else indices)
    shapes = {
        name: (table.size,) if len(table) == 1 else table.shape if table[0, 1] == 1 else table.T.shape
        for name, table in tables.items()
    }
    return Arrays(shapes, Reading(places))


@dataclass
class Reference:
    """Answers the Subject Protocol by the equations, altered or not; no code of a user's runs."""

    convention: Convention
    arrays: Arrays
    equations: Mapping[str, Equation] = field(default_factory=lambda: EQUATIONS)
    rules: Mapping[str, Rule] = field(default_factory=lambda: RULES)
    layer: Layer | None = None
    takes_state: bool = True
    gradients: str | None = "backward"

    def __post_init__(self) -> None:
        self.stored = {name: np.zeros(shape) for name, shape in self.arrays.shapes.items()}
        self.card = Card(
            "Reference", "numpy", "layer" if self.layer else "cell", D, H,
            tuple(Parameter(name, shape) for name, shape in self.arrays.shapes.items()),
            takes_state=self.takes_state, takes_mask=self.layer is not None,
            returns_sequence=self.layer is not None, gradient=self.gradients,
        )  # fmt: skip

    def weights(self) -> dict[str, Any]:
        """See Subject."""
        return {name: a.copy() for name, a in self.stored.items()}

    def assign(self, weights: Mapping[str, Any]) -> None:
        """See Subject."""
        for name, array in weights.items():
            self.stored[name] = np.array(array, dtype=float).reshape(self.arrays.shapes[name])

    def run(self, call: Call) -> Run:
        """See Subject; a cell is stepped over time, as the loader steps it."""
        h0 = np.zeros((call.xs.shape[1], H)) if call.h0 is None else call.h0
        blocks = self.arrays.reading.blocks(self.stored)
        made = (self.layer or run)(Steps(blocks, self.convention, call.xs, h0, call.mask, self.equations))
        return Run(made.outputs, made.last, made.outputs.shape if self.layer else made.last.shape)

    def sweep(self, call: Call, edits: Sequence[Edit]) -> Any:
        """See Subject."""
        states = []
        for edit in edits:
            kept = self.stored[edit.name].flat[edit.index]
            self.stored[edit.name].flat[edit.index] = edit.value
            states.append(self.run(call).last)
            self.stored[edit.name].flat[edit.index] = kept
        return np.stack(states) if states else np.zeros((0, 0, 0))

    def gradient(self, call: Call, cotangent: Any) -> Gradient:
        """See Subject."""
        blocks = self.arrays.reading.blocks(self.stored)
        h0 = np.zeros((call.xs.shape[1], H)) if call.h0 is None else call.h0
        made = unroll_backward(blocks, call.xs, h0, self.convention, cotangent, call.mask, self.rules)
        weights = self.arrays.reading.gradients(made.weights, self.stored)
        return Gradient(made.xs, made.h0, weights)

    def record(self, call: Call, cotangent: Any = None) -> Trace:
        """See Subject; there is no file whose expressions could be recorded."""
        return Trace({}, ())


def reference(
    convention: Convention | None = None,
    packing: str = "separate",
    order: str = "zrn",
    orientation: str = "x @ W",
    **options: Any,
) -> Reference:
    """A Subject of a convention, packed as told; the options are the fields of `Reference`."""
    convention = convention or Convention()
    arrays = arranged(convention.biases or "1", packing, order, orientation)
    return Reference(convention, arrays, **options)
