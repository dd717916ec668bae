"""Code that takes whole numbers and looks their vectors up in a table: any input can be given to it by
writing its vectors into the table, and asking for them by their numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gru_doctor.errors import NotExamined
from gru_doctor.loaders.arrays.slots import Slot
from gru_doctor.loaders.axes import Floats
from gru_doctor.records import Array


@dataclass(frozen=True)
class Table:
    """The array that is looked into; its vectors are its rows, or its columns."""

    slot: Slot
    columns: bool

    def filled(self, xs: Floats) -> NDArray[Any]:
        """Write the vectors of xs (T, B, D) into the last rows of the table; their numbers, (T, B). The
        first rows are kept for padding and the like."""
        vectors = self.slot.read()
        rows = vectors.T if self.columns else vectors
        count = xs.shape[0] * xs.shape[1]
        if count > len(rows):
            raise NotExamined(f"the table has room for {len(rows)} vectors, {count} are asked for")
        first = len(rows) - count
        rows[first:] = xs.reshape(count, xs.shape[2])
        self.slot.write(vectors)
        return np.arange(first, len(rows)).reshape(xs.shape[:2])

    def clear(self, number: int) -> None:
        """Write zeros under a number."""
        vectors = self.slot.read()
        (vectors.T if self.columns else vectors)[number] = 0.0
        self.slot.write(vectors)

    def gradient(self, found: Array, shape: tuple[int, ...]) -> Array:
        """The gradient of xs, of this shape, in that of the table."""
        rows = found.T if self.columns else found
        return rows[len(rows) - shape[0] * shape[1] :].reshape(shape)
