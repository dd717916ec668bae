"""The Protocol a loaded GRU answers, in one canonical layout whatever the user's own is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from gru_doctor.records import Array, Arrays, Card, Trace

UNSEEN = "runs over time and was not examined"
"""How the note on a card ends that speaks of a method around the step that was taken."""


@dataclass(frozen=True)
class Run:
    """What one call returned: `outputs` (T, B, H) where the object gives a sequence, `last` (B, H)
    where it gives a final state; `shape` is the raw shape of the returned sequence or state."""

    outputs: Array | None
    last: Array | None
    shape: tuple[int, ...] = ()


@dataclass(frozen=True)
class Gradient:
    """Gradients of Σ cotangent ⊙ outputs: xs (T, B, D), h0 (B, H), weights by parameter name.

    None, or a missing name, is a gradient the user's code does not give. `complaint` is what the
    backward said when it raised, `line` where. `misshapen` are arrays that are called a parameter's
    gradient and do not have its shape.
    """

    xs: Array | None
    h0: Array | None
    weights: Arrays
    complaint: str = ""
    line: int | None = None
    misshapen: Arrays = field(default_factory=dict)


@dataclass(frozen=True)
class Repeated:
    """What a backward pass leaves behind. `first` follows a forward pass, `again` comes right after it;
    `afresh` is the same call after both passes on other inputs, the memory as they left it. `overwritten`
    is how far the incoming gradient was changed, `updated` how far the parameters were, both relative.
    """

    first: Gradient
    again: Gradient
    afresh: Gradient
    overwritten: float = 0.0
    updated: float = 0.0


@dataclass(frozen=True)
class Edit:
    """One intervention: set entry `index` (flat) of parameter `name` to `value`."""

    name: str
    index: int
    value: float


@dataclass(frozen=True)
class Call:
    """The numbers of one call. xs is (T, B, D), h0 (B, H), mask (T, B) of 0 and 1; a cell is
    stepped over T by the loader. None for h0 or mask leaves it to the user's code. `carried` leaves
    the object's own memory as the last call left it; otherwise it is as after construction. `forget`
    calls the object's own method that forgets its state (`Card.forgets`) before."""

    xs: Array
    h0: Array | None = None
    mask: Array | None = None
    carried: bool = False
    forget: bool = False


class Subject(Protocol):
    """A loaded GRU. Every method may raise `errors.Trouble`; nothing else crosses the boundary."""

    @property
    def card(self) -> Card:
        """What loading found out."""
        ...

    def weights(self) -> dict[str, Array]:
        """Copies of the stored parameters, by the user's names."""
        ...

    def assign(self, weights: Arrays) -> None:
        """Overwrite the stored parameters named; the others stay."""
        ...

    def run(self, call: Call) -> Run:
        """The forward pass."""
        ...

    def sweep(self, call: Call, edits: Sequence[Edit]) -> Array:
        """The last state (B, H) after each edit alone, stacked: (len(edits), B, H)."""
        ...

    def gradient(self, call: Call, cotangent: Array) -> Gradient:
        """Gradients of Σ cotangent ⊙ outputs; cotangent is (T, B, H), or (B, H) for the last state."""
        ...

    def repeated(self, call: Call, cotangent: Array) -> Repeated:
        """The backward pass three times; of what takes one row at a time, of the first row."""
        ...

    def record(self, call: Call, cotangent: Array | None = None) -> Trace:
        """The forward pass (and the backward where a cotangent is given), every value recorded."""
        ...


class Composed(Subject, Protocol):
    """A Subject made of layers that can be called one by one, as many as its card says."""

    def part(self, number: int, like: int, call: Call) -> Run:
        """The code of layer `like` on the numbers of layer `number`, from a state of zeros."""
        ...
