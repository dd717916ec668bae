"""What a driver hands over: live arrays, a way to run the user's code on them, and the truth."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

Array = np.ndarray[Any, np.dtype[Any]]
B, D, T, H = 2, 3, 4, 7


@dataclass
class Case:
    """A base, constructed, with every array in reach.

    `arrays` are the live inputs, initial states and parameters: writing into them changes the next
    `run`. `expected` computes the same output from them by the reference. `grads` maps a cotangent
    of the output to gradients, by array name. `extra` is a second way of calling the file.
    """

    arrays: dict[str, Array]
    run: Callable[[], Array]
    expected: Callable[[], Array]
    grads: Callable[[Array], dict[str, Array]] | None = None
    extra: Callable[[], Array] | None = None


def fill(rng: np.random.Generator, arrays: dict[str, Array]) -> dict[str, Array]:
    """Fill the arrays in place, so that no bias and no state is zero."""
    for value in arrays.values():
        value[...] = rng.normal(size=value.shape) * 0.6
    return arrays


def attributes(owner: Any, names: str) -> dict[str, Array]:
    """The named attributes of an object, from one string of names."""
    return {name: getattr(owner, name) for name in names.split()}


def flat(parts: Iterable[Any]) -> Array:
    """Several outputs as one vector, to be compared in one go."""
    return np.concatenate([np.ravel(np.asarray(part, dtype=float)) for part in parts])
