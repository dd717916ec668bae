"""Weights of one convention as those of another, block by block; each is exact where it applies."""

from __future__ import annotations

from collections.abc import Callable

from gru_doctor.records import Array, Arrays

Blocks = dict[str, Array]
Conversion = Callable[[Arrays], Blocks]

STEEPNESS = {"sigmoid": 1.0, "steep_sigmoid": 3.75}
SLOPES = {"hard_sigmoid": 0.2, "hard_sigmoid_6": 1 / 6}


def negated(blocks: Arrays) -> Blocks:
    """z keeps <-> z writes: σ(−a) = 1 − σ(a) for every published gate activation."""
    return {name: -b if name.endswith("_z") else b for name, b in blocks.items()}


def summed(gates: str) -> Conversion:
    """b_g + c_g as the one bias b_g, of the gates named."""

    def convert(blocks: Arrays) -> Blocks:
        inner = {f"c_{g}" for g in gates} & blocks.keys()
        sums = {f"b{c[1:]}": blocks.get(f"b{c[1:]}", 0.0) + blocks[c] for c in inner}
        return {name: b for name, b in blocks.items() if name not in inner} | sums

    return convert


def stretched(factor: float) -> Conversion:
    """σ(k a) as σ of weights that are k times as large, in both gates."""

    def convert(blocks: Arrays) -> Blocks:
        return {name: factor * b if name[-1] in "zr" else b for name, b in blocks.items()}

    return convert


def stretch(yours: str, theirs: str) -> float | None:
    """The factor by which one gate activation becomes another, None where none does."""
    for family in (STEEPNESS, SLOPES):
        if yours in family and theirs in family:
            return family[yours] / family[theirs]
    return None
