"""The step beside a layer: what its loop calls, where that can be loaded and asked by itself.

A loop that drops its only step, or spoils what the step makes, does not show its cell. The cell's own
step does: it is identified there, and the layer is then held to that cell, unrolled.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, replace

from gru_doctor.errors import Trouble
from gru_doctor.loaders.discover import steps_of
from gru_doctor.loaders.text.source import read
from gru_doctor.records import Array, Arrays, Card, Options, Parameter, Target, Trace
from gru_doctor.subject import Call, Edit, Gradient, Repeated, Run, Subject
from gru_doctor.worker.client import opened


@dataclass(frozen=True)
class Step:
    """A cell that answers under the names that a layer has for its arrays: by layer, `names` tells the
    cell's own."""

    cell: Subject
    card: Card
    names: dict[str, str]

    def weights(self) -> dict[str, Array]:
        """See Subject."""
        stored = self.cell.weights()
        return {name: stored[own] for name, own in self.names.items()}

    def assign(self, weights: Arrays) -> None:
        """See Subject; what the cell has not is left out."""
        self.cell.assign({self.names[n]: a for n, a in weights.items() if n in self.names})

    def run(self, call: Call) -> Run:
        """See Subject."""
        return self.cell.run(call)

    def sweep(self, call: Call, edits: Sequence[Edit]) -> Array:
        """See Subject."""
        return self.cell.sweep(call, [replace(e, name=self.names[e.name]) for e in edits])

    def gradient(self, call: Call, cotangent: Array) -> Gradient:
        """See Subject."""
        found = self.cell.gradient(call, cotangent)
        known = {n: found.weights[own] for n, own in self.names.items() if own in found.weights}
        return replace(found, weights=known)

    def repeated(self, call: Call, cotangent: Array) -> Repeated:
        """See Subject; by the cell's own names."""
        return self.cell.repeated(call, cotangent)

    def record(self, call: Call, cotangent: Array | None = None) -> Trace:
        """See Subject."""
        return self.cell.record(call, cotangent)


class Beside:
    """The steps of the file that a layer may take, opened when they are asked for."""

    def __init__(self, target: Target, options: Options, stack: ExitStack) -> None:
        self._target, self._stack = target, stack
        self._options = replace(options, level="cell", layers=1)

    def __call__(self, layer: Subject) -> Iterator[Step]:
        """Each step whose arrays are the layer's."""
        if layer.card.level != "layer" or layer.card.parts:
            return
        for name in steps_of(read(self._target.path), self._target.name):
            with suppress(Trouble):
                target = replace(self._target, name=name)
                cell = self._stack.enter_context(opened(target, self._options))
                step = _named_as(layer, cell)
                if step is not None:
                    yield step


@contextmanager
def beside(target: Target, options: Options) -> Iterator[Beside]:
    """The steps beside a target; what was opened is closed at the end."""
    with ExitStack() as stack:
        yield Beside(target, options, stack)


def _named_as(layer: Subject, cell: Subject) -> Step | None:
    """The cell under the layer's names; None where their arrays or sizes are not the same."""
    theirs = layer.card
    sizes = (cell.card.input_size, cell.card.hidden_size) == (theirs.input_size, theirs.hidden_size)
    names = {p.name: _own(p, cell.card) for p in theirs.parameters}
    if not sizes or cell.card.level != "cell" or {*names.values()} - {None} != _all(cell.card):
        return None
    known = {n: own for n, own in names.items() if own is not None}
    mine = tuple(p for p in theirs.parameters if p.name in known)
    return Step(cell, replace(cell.card, parameters=mine), known)


def _own(parameter: Parameter, card: Card) -> str | None:
    """What the cell calls a layer's array: the same, or that without the cell's own name in front."""
    alike = [p.name for p in card.parameters if p.shape == parameter.shape]
    fitting = [n for n in alike if n == parameter.name or parameter.name.endswith(f".{n}")]
    return fitting[0] if len(fitting) == 1 else None


def _all(card: Card) -> set[str]:
    return {p.name for p in card.parameters}
