"""What a GRU is asked to learn: sequences, and what must be known after the last step of each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from gru_doctor.checks.learning.scoring import cross_entropy
from gru_doctor.records import Array

# With five steps the mark has three places: who cannot see one of them keeps a third of chance.
LEARNED = 0.25


@dataclass(frozen=True)
class Batch:
    """Sequences xs (T, B, D) and the right answers of each: targets (B,), or (B, n) where several are
    asked for. Numbers of tokens, or values."""

    xs: Array
    targets: NDArray[Any]


class Task(Protocol):
    """What is to be learned, and how it is scored."""

    @property
    def batch(self) -> int:
        """B, the sequences of a batch."""
        ...

    @property
    def answers(self) -> int:
        """How many scores a sequence is answered with."""
        ...

    @property
    def chance(self) -> float:
        """The loss of knowing nothing."""
        ...

    @property
    def learned(self) -> float:
        """The loss at which it counts as learned."""
        ...

    def batches(self, generator: np.random.Generator) -> Iterator[Batch]:
        """Batches without end."""
        ...

    def loss(self, scores: Array, batch: Batch) -> tuple[float, Array]:
        """The mean loss over scores (B, answers), and its gradient."""
        ...


@dataclass(frozen=True)
class Recall:
    """One token is marked, neither the first nor the last; after the last step it must be named. With a
    delay the mark stands so many steps before the end.

    The last of `size` channels is the mark, the others are the tokens: one-hot, or ±1 where there
    is one channel for two tokens. Every batch is new, so no loss can be earned by rote.
    """

    size: int
    batch: int
    steps: int
    delay: int | None = None

    @property
    def answers(self) -> int:
        """See Task."""
        return self.tokens

    def loss(self, scores: Array, batch: Batch) -> tuple[float, Array]:
        """See Task."""
        return cross_entropy(scores, batch.targets)

    @property
    def tokens(self) -> int:
        """K, how many tokens there are to choose from."""
        return max(2, self.size - 1)

    @property
    def chance(self) -> float:
        """The loss of knowing nothing, log K."""
        return float(np.log(self.tokens))

    @property
    def learned(self) -> float:
        """The loss at which the task counts as learned."""
        return LEARNED * self.chance

    def batches(self, generator: np.random.Generator) -> Iterator[Batch]:
        """Batches without end."""
        while True:
            tokens = generator.integers(self.tokens, size=(self.steps, self.batch))
            marks = self._marks(generator)
            rows = np.arange(self.batch)
            xs = np.zeros((self.steps, self.batch, self.size))
            xs[..., :-1] = self._shown(tokens)
            xs[marks, rows, -1] = 1
            yield Batch(xs, tokens[marks, rows])

    def _marks(self, generator: np.random.Generator) -> NDArray[np.intp]:
        if self.delay is None:
            return generator.integers(1, self.steps - 1, size=self.batch)
        return np.full(self.batch, self.steps - 1 - self.delay)

    def _shown(self, tokens: NDArray[np.intp]) -> Array:
        shown = 2.0 * np.eye(2)[:, 1:] - 1 if self.size == 2 else np.eye(self.tokens)
        return shown[tokens]
