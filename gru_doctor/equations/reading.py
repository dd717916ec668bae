"""Where the blocks of the equations stand in the user's arrays: the one reading of the file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from gru_doctor.records import Array, Arrays, Convention


@dataclass(frozen=True)
class Place:
    """A block inside one parameter: flat indices into it, in the shape of the block."""

    parameter: str
    indices: NDArray[np.intp]


@dataclass(frozen=True)
class Reading:
    """Block name (W_z, U_r, b_n, c_n …) -> its place. What is not in it is zero in the equations.

    `offsets` are constants that the code adds to a gate's pre-activation: σ(a ± 1), by block.
    """

    places: Mapping[str, Place]
    offsets: Mapping[str, float] = field(default_factory=dict)

    def blocks(self, weights: Arrays) -> dict[str, Array]:
        """The canonical blocks of the user's arrays: W_g (D, H), U_g (H, H), b_g and c_g (H,)."""
        flat = {name: np.reshape(a, -1) for name, a in weights.items()}
        made = {b: flat[p.parameter][p.indices] for b, p in self.places.items()}
        for name, offset in self.offsets.items():
            made[name] = made.get(name, np.zeros(self.hidden_size)) + offset
        return made

    @property
    def hidden_size(self) -> int:
        """H, the last axis of every block."""
        return next(int(p.indices.shape[-1]) for p in self.places.values())

    def scatter(self, blocks: Arrays, weights: Arrays) -> dict[str, Array]:
        """Copies of the user's arrays with the given blocks written into them."""
        made = {name: np.array(a, dtype=np.float64) for name, a in weights.items()}
        for name, block in blocks.items():
            place = self.places[name]
            made[place.parameter].flat[place.indices] = block
        return made

    def gradients(self, blocks: Arrays, weights: Arrays) -> dict[str, Array]:
        """Gradients by block as gradients of the user's arrays; zero where no block stands."""
        made = {name: np.zeros(np.shape(a)) for name, a in weights.items()}
        for name, block in blocks.items():
            if name not in self.places:
                continue
            place = self.places[name]
            flat = made[place.parameter].reshape(-1)
            flat += np.bincount(place.indices.ravel(), np.ravel(block), len(flat))
        return made


@dataclass(frozen=True)
class Identity:
    """Which GRU the numbers speak of: its convention, and where its blocks stand.

    `error` is how far the healthy equations under this reading are from the user's numbers.
    """

    convention: Convention
    reading: Reading
    error: float
    notes: tuple[str, ...] = ()
