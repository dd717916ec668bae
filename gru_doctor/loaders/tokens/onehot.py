"""Any input for code that codes tokens itself: a one-hot vector is overwritten once it is complete."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from gru_doctor.loaders.frameworks import Framework


def tokens(steps: int, size: int) -> list[int]:
    """Neighbours differ, and none is the last of the vocabulary: that one is the target's."""
    return [t % (size - 1) for t in range(steps)]


class Writer:
    """Sees every value of a run, and writes the inputs (T, D) over the one-hot vectors of their tokens.

    Writing in place, and not at one expression, keeps what code reads twice the same array.
    """

    def __init__(self, framework: Framework, ids: list[int], xs: Any) -> None:
        self.framework, self.ids, self.xs = framework, ids, xs
        self.size = int(xs.shape[-1])
        self.written: set[int] = set()
        self.sites: set[int] = set()
        self.done: list[NDArray[Any]] = []

    def __call__(self, site: int, value: Any) -> None:
        """Look at a value, and remember the site where one was written."""
        before = len(self.done)
        self._look(value)
        if len(self.done) > before:
            self.sites.add(site)

    def _look(self, value: Any) -> None:
        if self.size not in getattr(value, "shape", ()):
            return
        array = self.framework.array(value)
        if array is None or array.dtype.kind != "f" or np.count_nonzero(array) > len(self.ids):
            return
        if any(np.may_share_memory(array, old) for old in self.done):
            return  # an input may itself be one-hot
        if array.size == self.size:
            self._one(value, array)
        elif array.size == self.size * len(self.ids):
            self._all(value, array)

    def _one(self, value: Any, array: NDArray[Any]) -> None:
        """The first step with this token that has no vector yet, else the last that has."""
        token = _hot(array.reshape(-1))
        steps = [t for t, i in enumerate(self.ids) if i == token]
        if not steps:
            return
        step = next((t for t in steps if t not in self.written), steps[-1])
        value[...] = self.xs[step].reshape(value.shape)
        self.written.add(step)
        self.done.append(array)

    def _all(self, value: Any, array: NDArray[Any]) -> None:
        """A matrix with the vectors of all steps, as rows or as columns."""
        turned = array.shape[0] == self.size
        rows = (array.T if turned else array).reshape(-1, self.size)
        if [_hot(row) for row in rows] != self.ids:
            return
        value[...] = (self.xs.T if turned else self.xs).reshape(value.shape)
        self.written.update(range(len(self.ids)))
        self.done.append(array)


def _hot(vector: NDArray[Any]) -> int | None:
    """The place of the only 1 among zeros."""
    places = np.flatnonzero(vector)
    return int(places[0]) if len(places) == 1 and vector[places[0]] == 1 else None
