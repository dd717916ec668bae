"""GRU110 crossed-weights: a gate uses another gate's weights

What it does
    One gate multiplies by the matrix, or adds the bias, that belongs to another gate: a slice that
    starts at the wrong column, a name copied from the line above, two arrays packed in different
    orders.

Why it matters
    Two gates move together and one set of weights never trains; or the input and the recurrent
    part of one gate carry the names of two. Weights brought from elsewhere land in the wrong
    gate, so a ported model is silently wrong.

Example
    z = sigmoid(x @ Wx[:, H:2*H] + h @ Wh[:, :H])

Fix
    Give each gate its own slice or array, in one order for the input weights, the recurrent
    weights and the biases.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import permutations

from gru_doctor.altering import EQUATION
from gru_doctor.equations.gru import Equation, Step
from gru_doctor.equations.parts import NAMES, has, operand, reference, reweighted
from gru_doctor.fault import Altered, Fault, Pair
from gru_doctor.records import Array, Convention

PARTS = ("W", "U", "b", "c", "Wb", "Uc", "WU", "bc", "WUb", "WUbc")
PACKED = ("W", "U", "b", "c", "Uc", "bc")


def moved(s: Step, gate: str, other: str, parts: str) -> Step:
    """The step whose gate owns the given parts of another; of several parts what the other lacks is absent.
    KeyError where it has none of them: there is nothing to cross then."""
    named = {f"{p}_{gate}": f"{p}_{other}" for p in parts}
    if not any(block in s.weights for block in named.values()):
        raise KeyError(*named.values())
    kept = {k: v for k, v in s.weights.items() if k not in named}
    return reweighted(s, kept | {k: s.weights[v] for k, v in named.items() if v in s.weights})


def used(gate: str, other: str, parts: str) -> Equation:
    """The gate computed with the given parts (W, U, b, c) of another."""

    def equation(s: Step) -> Array:
        return reference(moved(s, gate, other, parts), gate)

    return equation


def values(s: Step, gate: str, other: str, part: str) -> list[Pair]:
    """The product and the block used, with those that belong there."""
    mine, theirs = s.weights.get(f"{part}_{gate}"), s.weights.get(f"{part}_{other}")
    if mine is None or theirs is None:
        return []
    if part not in "WU":
        return [(theirs, mine)]
    by = s.x if part == "W" else operand(s, gate)
    return [(by @ theirs, by @ mine), (theirs, mine)]


def written(gate: str, other: str, parts: str) -> str:
    """The gate's equation with the other's names in it."""
    shown = EQUATION[NAMES[gate]]
    for part in parts:
        shown = shown.replace(f"{part}_{gate}", f"{part}_{other}")
    return shown if "c" not in parts else f"{shown[:-1]} + c_{other})"


def exists(gates: str, others: str, parts: str, c: Convention) -> bool:
    """Whether each part stands in one gate at least, and a part that moves alone in both."""
    needed = all if len(parts) == 1 else any
    pairs = [(g, o) for g, o in zip(gates, others, strict=True) if g != o]
    return all(needed(has(c, f"{p}_{g}") for g in pair) for p in parts for pair in pairs)


def crossed(gates: str, others: str, parts: str) -> Altered:
    """Each of `gates` computed with the parts of the letter below it in `others`."""
    owners: Mapping[str, str] = {g: o for g, o in zip(gates, others, strict=True) if g != o}
    dead = {f"{p}_{g}" for p in parts for g in owners if g not in owners.values()}
    return Altered(
        {NAMES[g]: used(g, o, parts) for g, o in owners.items()},
        gate=NAMES[next(iter(owners))],
        yours="; ".join(written(g, o, parts) for g, o in owners.items()),
        reference="; ".join(EQUATION[NAMES[g]] for g in owners),
        pairs=lambda wrong, right: [
            pair for g, o in owners.items() for p in parts for pair in values(wrong, g, o, p)
        ],
        silences=tuple(sorted(dead)),
        applies=lambda c: exists(gates, others, parts, c),
    )


ALONE = tuple(crossed(g, o, parts) for g, o in permutations("zrn", 2) for parts in PARTS)
ORDERS = tuple(
    crossed("zrn", "".join(order), parts)
    for order in permutations("zrn")
    if "".join(order) != "zrn"
    for parts in PACKED
)

FAULT = Fault(code="GRU110", name="crossed-weights", cell=ALONE + ORDERS)
