"""Derivatives along directions by finite differences: one a block tells whether the block is right, and
halving the block tells which entry is not."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from gru_doctor.closeness import EPSILON, beyond_doubt, five_points, slope, witnessed
from gru_doctor.records import Array

SEED = 11
REST = 1e-3
"""What an entry may leave of an error, as a share, and still be the only one that is wrong."""


@dataclass(frozen=True)
class Block:
    """An array, the gradient that the user's code claims for it, and the loss with the array moved."""

    name: str
    claimed: Array
    loss: Callable[[Array], float]

    def along(self, direction: Array) -> Callable[[float], float]:
        """The loss as a function of how far the array is moved that way."""
        return lambda e: self.loss(e * direction)


@dataclass(frozen=True)
class Measured:
    """What finite differences say: the error of each block, relative to what its gradient could give
    along a direction; the largest noise among them; and the step that each was measured with."""

    errors: dict[str, float]
    noise: float
    steps: dict[str, float] = field(default_factory=dict)

    def limit(self, dtype: str) -> float:
        """The smallest error that these differences would have seen."""
        return witnessed(self.noise, dtype)


def measured(blocks: Sequence[Block], dtype: str) -> Measured:
    """Each block along one random direction of ones and minus ones."""
    generator = np.random.default_rng(SEED)
    errors, steps, noise = {}, {}, 0.0
    for block in blocks:
        direction = generator.choice([-1.0, 1.0], block.claimed.shape)
        norm = float(np.sqrt((block.claimed**2).sum()))
        found = slope(block.along(direction), dtype, norm * beyond_doubt(dtype))
        size = norm or abs(found.value)
        off = abs(float((block.claimed * direction).sum()) - found.value)
        errors[block.name] = 0.0 if off == 0 else off / size if np.isfinite(off) else float("inf")
        noise = max(noise, found.noise / size if size > 1e-300 else 0.0)
        steps[block.name] = found.step
    return Measured(errors, max(noise, EPSILON[dtype]), steps)


@dataclass(frozen=True)
class Entry:
    """One entry of a gradient: as it is claimed, as it is measured, and whether it alone is wrong."""

    name: str
    claimed: float
    measured: float
    alone: bool

    def __str__(self) -> str:
        rest = "and no other" if self.alone else "one of several"
        return f"{self.name} is {self.claimed:.6g} where {self.measured:.6g} belongs, {rest}"


def entry_at_fault(block: Block, step: float) -> Entry:
    """By halving: what is off along a half is measured, what is off along the other half is the rest. The
    larger is followed. Four evaluations a halving."""
    direction = np.random.default_rng(SEED).choice([-1.0, 1.0], block.claimed.shape)
    within = np.arange(block.claimed.size)
    whole = off = _off(block, direction, step)
    while len(within) > 1:
        half, rest = np.array_split(within, 2)
        part = _off(block, _only(direction, half), step)
        within, off = (half, part) if abs(part) >= abs(off - part) else (rest, off - part)
    index = np.unravel_index(within[0], block.claimed.shape)
    single = _off(block, _only(np.ones_like(direction), within), step)
    claimed = float(block.claimed[index])
    alone = bool(abs(whole - single * direction[index]) <= REST * abs(whole))
    told = ", ".join(str(int(i)) for i in index)
    return Entry(f"{block.name}[{told}]", claimed, claimed - single, alone)


def _off(block: Block, direction: Array, step: float) -> float:
    """Claimed minus measured along a direction."""
    return float((block.claimed * direction).sum()) - five_points(block.along(direction), step)


def _only(direction: Array, within: NDArray[np.intp]) -> Array:
    kept = np.zeros_like(direction)
    kept.flat[within] = direction.flat[within]
    return kept
