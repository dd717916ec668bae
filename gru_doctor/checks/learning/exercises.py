"""Longer exercises for `learn`: several tokens to copy, two numbers to add.

The adding problem is that of Hochreiter and Schmidhuber 1997 with two marks, as in Le, Jaitly and Hinton
2015 (arXiv:1504.00941); copying is asked for after the last step, since a state is what is compared.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from gru_doctor.checks.learning.scoring import cross_entropy, squares
from gru_doctor.checks.learning.tasks import LEARNED, Batch, Recall, Task
from gru_doctor.records import Array

COPIED = 3


@dataclass(frozen=True)
class Copy:
    """Three tokens are shown, then nothing for `delay` steps; then all three must be named in order.

    Every channel is a token, one-hot; a blank step is zero.
    """

    size: int
    batch: int
    delay: int

    @property
    def answers(self) -> int:
        """See Task."""
        return COPIED * self.size

    @property
    def chance(self) -> float:
        """The loss of knowing nothing, log K a token."""
        return float(np.log(self.size))

    @property
    def learned(self) -> float:
        """See Task."""
        return LEARNED * self.chance

    def batches(self, generator: np.random.Generator) -> Iterator[Batch]:
        """Batches without end."""
        while True:
            tokens = generator.integers(self.size, size=(COPIED, self.batch))
            xs = np.zeros((COPIED + self.delay, self.batch, self.size))
            xs[:COPIED] = np.eye(self.size)[tokens]
            yield Batch(xs, tokens.T)

    def loss(self, scores: Array, batch: Batch) -> tuple[float, Array]:
        """See Task."""
        loss, slope = cross_entropy(scores.reshape(-1, self.size), batch.targets.ravel())
        return loss, slope.reshape(scores.shape)


@dataclass(frozen=True)
class Adding:
    """Two of T = delay + 2 numbers from [0, 1) are marked, one of them the first or the second; after
    the last step their sum is asked for.

    The first channel is the number, the last the mark; channels between are zero.
    """

    size: int
    batch: int
    delay: int
    answers: int = 1

    @property
    def chance(self) -> float:
        """The loss of always answering 1: the variance of the sum, 1/6."""
        return 1 / 6

    @property
    def learned(self) -> float:
        """See Task."""
        return LEARNED * self.chance

    def batches(self, generator: np.random.Generator) -> Iterator[Batch]:
        """Batches without end."""
        steps, rows = self.delay + 2, np.arange(self.batch)
        while True:
            numbers = generator.uniform(size=(steps, self.batch))
            early = generator.integers(min(2, steps - 1), size=self.batch)
            late = generator.integers(early + 1, steps)
            xs = np.zeros((steps, self.batch, self.size))
            xs[..., 0] = numbers
            xs[early, rows, -1] = xs[late, rows, -1] = 1
            yield Batch(xs, numbers[early, rows] + numbers[late, rows])

    def loss(self, scores: Array, batch: Batch) -> tuple[float, Array]:
        """See Task."""
        return squares(scores, batch.targets)


def _recall(size: int, batch: int, delay: int) -> Recall:
    return Recall(size, batch, delay + 2, delay)


EXERCISES: Mapping[str, Callable[[int, int, int], Task]] = {"recall": _recall, "copy": Copy, "adding": Adding}
"""By name: (input size, batch, delay) -> the task."""
