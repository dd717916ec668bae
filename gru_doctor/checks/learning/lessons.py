"""One task, one seed, one start: what makes two learning curves comparable."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from gru_doctor.checks.learning.learners import Reference, plain
from gru_doctor.checks.learning.tasks import Batch, Task
from gru_doctor.checks.learning.training import RATE, Model, losses
from gru_doctor.equations.gru import healthy
from gru_doctor.equations.reading import Reading
from gru_doctor.records import Array, Arrays, Card, Convention


@dataclass(frozen=True)
class Rival:
    """The reference that is trained beside the user's code, and the weights it starts from."""

    model: Reference
    weights: Arrays


@dataclass(frozen=True)
class Lesson:
    """One task and one seed: the same sequences and the same first readout for every model."""

    task: Task
    seed: int
    rate: float = RATE

    def curve(self, model: Model, weights: Arrays, width: int) -> Iterator[float]:
        """The losses of a model with states (B, width) while it trains."""
        return losses(model, weights, self._readout(width), self.task, self._batches(), self.rate)

    def turned(self, rival: Rival, width: int) -> Iterator[float]:
        """The same, with units and samples in reverse: equal but for the order of every sum."""
        reading, readout = rival.model.reading, self._readout(width)
        blocks = {name: _turned(name, b) for name, b in reading.blocks(rival.weights).items()}
        readout["V"] = readout["V"][::-1]
        batches = (Batch(b.xs[:, ::-1].copy(), b.targets[::-1]) for b in self._batches())
        start = reading.scatter(blocks, rival.weights)
        return losses(rival.model, start, readout, self.task, batches, self.rate)

    def _readout(self, width: int) -> dict[str, Array]:
        shapes = {"V": (width, self.task.answers), "c": (self.task.answers,)}
        return initial(shapes, width, np.random.default_rng([self.seed, 1]))

    def _batches(self) -> Iterator[Batch]:
        return self.task.batches(np.random.default_rng([self.seed, 2]))


def initial(
    shapes: Mapping[str, tuple[int, ...]], width: int, generator: np.random.Generator
) -> dict[str, Array]:
    """Every entry from U(−1/√H, 1/√H), H = width, as PyTorch's recurrent layers begin."""
    bound = 1 / np.sqrt(width)
    return {name: generator.uniform(-bound, bound, shape) for name, shape in shapes.items()}


def same_start(card: Card, reading: Reading, convention: Convention, seed: int) -> Rival:
    """The reference on the user's own arrays, as it reads them."""
    shapes = {p.name: p.shape for p in card.parameters}
    return _rival(card, reading, convention, shapes, seed)


def own_start(card: Card, seed: int) -> Rival:
    """A plain GRU of the user's sizes, on arrays of its own."""
    reading = plain(card.input_size, card.hidden_size)
    shapes = {name: place.indices.shape for name, place in reading.places.items()}
    return _rival(card, reading, Convention(), shapes, seed)


def _rival(
    card: Card,
    reading: Reading,
    convention: Convention,
    shapes: Mapping[str, tuple[int, ...]],
    seed: int,
) -> Rival:
    weights = initial(shapes, card.hidden_size, np.random.default_rng(seed))
    return Rival(Reference(reading, healthy(convention), card.hidden_size), weights)


def _turned(name: str, block: Array) -> Array:
    """The block with its hidden units in reverse order."""
    return block[::-1, ::-1] if name.startswith("U") else block[..., ::-1]
