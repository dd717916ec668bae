"""The input and hidden sizes of a built object, where it does not ask for them: read from its
arrays."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from gru_doctor.loaders.arrays.shapes import OUTPUT, VOCABULARY

if TYPE_CHECKING:
    from gru_doctor.loaders.building.construct import Built

MOST = 6


@dataclass(frozen=True)
class Sizes:
    """The input and hidden sizes that a build was asked for."""

    d: int
    h: int


def numbers_of(sizes: Sizes, layers: int) -> dict[str, int]:
    """What is given for each number that code may ask for, by its role."""
    return {
        "input_size": sizes.d, "hidden_size": sizes.h, "output_size": OUTPUT, "vocabulary": VOCABULARY,
        "batch": 2, "steps": 4, "layers": layers,
    }  # fmt: skip


def inferred(built: Built) -> Iterator[Built]:
    """The object with the sizes asked for, where its arrays show the hidden size; otherwise, and where
    the file fixes its sizes, with each pair of sizes that its arrays can have."""
    from gru_doctor.loaders.arrays.parameters import gathered

    shapes = [s.read().shape for s in gathered(built)]
    sides = {n for shape in shapes for n in shape}
    yield from (replace(built, sizes=s) for s in _other_inputs(built.sizes, shapes, sides))
    if not shapes or any(n % built.sizes.h == 0 for n in sides if n > 1):
        yield built
        if not built.fixed:
            return
    for sizes in pairs(shapes)[:MOST]:
        if sizes != built.sizes:
            yield replace(built, sizes=sizes)


def _other_inputs(asked: Sizes, shapes: list[tuple[int, ...]], sides: set[int]) -> list[Sizes]:
    """Where the hidden size is there and no axis has room for the input: the sizes that there are."""
    room = {asked.d, asked.d + 1, asked.d + asked.h, asked.d + asked.h + 1}
    shown = any(n > 1 and n % asked.h == 0 for n in sides)
    if not shown or sides & room:
        return []
    return [s for s in pairs(shapes)[:MOST] if s.h == asked.h and s.d in sides]


def pairs(shapes: list[tuple[int, ...]]) -> list[Sizes]:
    """Sizes that weights of these shapes can have, the likeliest first.

    A recurrent matrix is (H, kH) for k gates; what is left, alone, less H, or less H and a row of biases,
    is D.
    """
    matrices = [s for s in shapes if len(s) >= 2]
    hidden = list(dict.fromkeys(n for s in matrices for n in s if _square(s, n)))
    sides = list(dict.fromkeys(n for s in matrices for n in s if n > 1))
    found = [Sizes(d, h) for h in hidden or sides for d in sides if d % h]
    found += [Sizes(d - h, h) for h in sides for d in sides if d > h and d % h]
    found += [Sizes(h, h) for h in hidden]
    found += [Sizes(d - h - 1, h) for h in hidden or sides for d in sides if d > h + 1]
    found += [Sizes(d, h) for h in hidden for d in sides if d != h and d % h == 0]
    return list(dict.fromkeys(found))


def _square(shape: tuple[int, ...], side: int) -> bool:
    rest = list(shape)
    rest.remove(side)
    return any(n in (side, 2 * side, 3 * side) for n in rest)
