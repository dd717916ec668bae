"""Hypothesis strategies: sizes, conventions, weights, sequences, and whole cells, healthy or faulty.

All are bounded, draw short decimals, and shrink towards the smallest cell that still shows a fault:
fewer units, fewer steps, weights of zero. Nothing but Hypothesis' own choices is random.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from hypothesis import strategies as st

from gru_doctor.equations.gru import EQUATIONS
from gru_doctor.equations.layer import run
from gru_doctor.equations.reading import Identity
from gru_doctor.fault import Altered, Fault, Strayed, coded, faults
from gru_doctor.records import Array, Arrays, Convention
from gru_doctor.reference import CONVENTIONS, ORIENTATIONS, PACKINGS, Arrangement, Reference
from gru_doctor.trials import Cell, Trial

MOST = 6  # entries of an array that differ from the rest
PLAIN = Convention(biases="2")


@dataclass(frozen=True)
class Sizes:
    """Inputs, units, samples and steps of a small cell."""

    d: int = 3
    h: int = 7
    batch: int = 2
    steps: int = 4


@dataclass(frozen=True)
class Faulty:
    """A cell with one fault of the catalogue; `yours` is what stands where `reference` belongs."""

    cell: Cell
    fault: Fault
    yours: str
    reference: str


@st.composite
def _array(draw: st.DrawFn, shape: tuple[int, ...], limit: float) -> Array:
    """One number throughout but for a few entries, so that a large array costs and shows little."""
    tenths = st.integers(-round(10 * limit), round(10 * limit))
    made = np.full(shape, draw(tenths) / 10)
    entries = st.tuples(st.integers(0, max(made.size - 1, 0)), tenths)
    for index, number in draw(st.lists(entries, max_size=min(MOST, made.size))):
        made.flat[index] = number / 10
    return made


@st.composite
def sizes(draw: st.DrawFn) -> Sizes:
    """At most 3 inputs, 4 units, 3 samples, 4 steps; at least two units and samples, since one alone
    cannot show how they mix."""
    return Sizes(*(draw(st.integers(low, high)) for low, high in ((1, 3), (2, 4), (2, 3), (1, 4))))


def conventions() -> st.SearchStrategy[Convention]:
    """Every published place of the reset gate and the biases, and either polarity of z."""
    return st.sampled_from(CONVENTIONS)


@st.composite
def weights(
    draw: st.DrawFn, convention: Convention = PLAIN, d: int = 3, h: int = 7, limit: float = 2.0
) -> dict[str, Array]:
    """The blocks of a convention by name: W_g (D, H), U_g (H, H), b_g and c_g (H,)."""
    shapes = Arrangement(d, h).stored(convention.biases or "1").shapes
    return draw(_arrays(dict(shapes), limit))


@st.composite
def _arrays(draw: st.DrawFn, shapes: Mapping[str, tuple[int, ...]], limit: float) -> dict[str, Array]:
    return {name: draw(_array(shape, limit)) for name, shape in shapes.items()}


def sequences(steps: int = 4, batch: int = 2, d: int = 3, limit: float = 2.0) -> st.SearchStrategy[Array]:
    """Inputs (T, B, D)."""
    return _array((steps, batch, d), limit)


def states(batch: int = 2, h: int = 7) -> st.SearchStrategy[Array]:
    """States (B, H) within what a GRU reaches, [−0.9, 0.9]."""
    return _array((batch, h), 0.9)


@st.composite
def masks(draw: st.DrawFn, steps: int = 4, batch: int = 2) -> Array:
    """Masks (T, B) of 0 and 1, each sample at least one step long and padded at its end."""
    lengths = [draw(st.integers(1, steps)) for _ in range(batch)]
    return np.array([[float(t < n) for n in lengths] for t in range(steps)]).reshape(steps, batch)


@st.composite
def _arrangements(draw: st.DrawFn, convention: Convention) -> Arrangement:
    size = draw(sizes())
    packings = PACKINGS if convention.biases in ("0", "1") else PACKINGS[:2]
    return Arrangement(
        size.d,
        size.h,
        draw(st.sampled_from(packings)),
        draw(st.sampled_from(("zrn", "rzn"))),
        draw(st.sampled_from(ORIENTATIONS)),
    )


@st.composite
def reference_cells(draw: st.DrawFn) -> Cell:
    """Healthy layers of every convention and packing."""
    convention = draw(conventions())
    return _cell(Reference(convention, draw(_arrangements(convention)), layer=run))


def _cell(made: Reference) -> Cell:
    return Cell(made, Identity(made.convention, made.arrays.reading, 0.0))


@st.composite
def faulty_cells(draw: st.DrawFn, code: str | None = None) -> Faulty:
    """Layers with a fault of the catalogue in the equations or in the way over time, of one code where
    it is named."""
    fault = draw(st.sampled_from([f for f in faults() if code in (None, f.code) and plantable(f)]))
    return draw(planted(fault, draw(st.sampled_from(plantable(fault)))))


def plantable(fault: Fault) -> list[Altered | Strayed]:
    """The ways in which a fault can be planted in the equations or the way over time."""
    ways: tuple[Altered | Strayed, ...] = (*fault.cell, *fault.sequence)
    return [w for w in ways if _fitting(w)]


def _fitting(wrong: Altered | Strayed) -> tuple[Convention, ...]:
    if isinstance(wrong, Strayed):
        return CONVENTIONS
    return tuple(c for c in CONVENTIONS if wrong.applies(c))


@st.composite
def planted(draw: st.DrawFn, fault: Fault, wrong: Altered | Strayed) -> Faulty:
    """A layer of any convention in which this fault can stand, with it."""
    convention = draw(st.sampled_from(_fitting(wrong)))
    arrangement = draw(_arrangements(convention))
    cell = plant(fault.code, plantable(fault).index(wrong), convention, arrangement)
    return Faulty(cell, fault, wrong.yours, wrong.reference)


def plant(code: str, number: int, convention: Convention, arrangement: Arrangement) -> Cell:
    """The reference layer with one fault: the `number`th of `plantable(fault)`, for the fault of a code."""
    wrong = plantable(coded(code))[number]
    if isinstance(wrong, Strayed):
        made = Reference(convention, arrangement, layer=wrong.layer)
    else:
        made = Reference(convention, arrangement, {**EQUATIONS, **wrong.equations}, layer=run)
    shown = f"update={convention.update!r}, reset={convention.reset!r}, biases={convention.biases!r}"
    return replace(_cell(made), made=f"plant({code!r}, {number}, Convention({shown}), {arrangement})")


@st.composite
def trials(draw: st.DrawFn, cell: Cell, most_steps: int = 4) -> Trial:
    """Numbers that fit a cell: weights for all that it stores, inputs, a state and a mask where it takes
    them."""
    card = cell.subject.card
    batch, steps = draw(st.integers(2, 3)), draw(st.integers(1, most_steps))
    shapes = {p.name: p.shape for p in card.parameters}
    stored: Arrays = draw(_arrays(shapes, 2.0))
    stored = {n: np.zeros_like(a) if n in cell.unread else a for n, a in stored.items()}
    trial = Trial(stored, draw(sequences(steps, batch, card.input_size)))
    if card.takes_state:
        trial = replace(trial, h0=draw(states(batch, card.hidden_size)))
    if card.takes_mask and draw(st.booleans()):
        trial = replace(trial, mask=draw(masks(steps, batch)))
    return trial


def from_subject(thing: Any) -> st.SearchStrategy[Trial]:
    """Inputs that fit a cell of your own: a class, an instance, a function, a path, or what
    `gru_doctor.testing.load` has made of one."""
    if isinstance(thing, Cell):
        return trials(thing)
    from gru_doctor.objects.opening import load

    return trials(load(thing))
