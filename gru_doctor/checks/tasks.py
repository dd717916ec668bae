"""What a GRU is asked to learn: sequences, and the token each of them must be remembered for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gru_doctor.records import Array

# With five steps the mark has three places: who cannot see one of them keeps a third of chance.
LEARNED = 0.25


@dataclass(frozen=True)
class Batch:
    """Sequences xs (T, B, D) and the number of the right answer of each, targets (B,)."""

    xs: Array
    targets: NDArray[np.intp]


@dataclass(frozen=True)
class Recall:
    """One token is marked, neither the first nor the last; after the last step it must be named.

    The last of `size` channels is the mark, the others are the tokens: one-hot, or ±1 where there
    is one channel for two tokens. Every batch is new, so no loss can be earned by rote.
    """

    size: int
    batch: int
    steps: int

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
            marks = generator.integers(1, self.steps - 1, size=self.batch)
            rows = np.arange(self.batch)
            xs = np.zeros((self.steps, self.batch, self.size))
            xs[..., :-1] = self._shown(tokens)
            xs[marks, rows, -1] = 1
            yield Batch(xs, tokens[marks, rows])

    def _shown(self, tokens: NDArray[np.intp]) -> Array:
        shown = 2.0 * np.eye(2)[:, 1:] - 1 if self.size == 2 else np.eye(self.tokens)
        return shown[tokens]
