"""GRU110 crossed-weights: a gate uses another gate's weights

What it does
    One gate multiplies by the matrix, or adds the bias, that belongs to another gate: a slice that
    starts at the wrong column, a name copied from the line above, two arrays packed in other orders.

Why it matters
    Two gates move together and one set of weights never trains. Weights brought from elsewhere land in
    the wrong gate, so a ported model is silently wrong.

Example
    z = sigmoid(x @ Wx[:, H:2*H] + h @ Wh[:, :H])

Fix
    Give each gate its own slice or array, in one order for the input weights, the recurrent weights
    and the biases.
"""

from __future__ import annotations

from itertools import permutations

from gru_doctor.equations.gru import Step
from gru_doctor.fault import Altered, Fault, Pair
from gru_doctor.records import Array

NAMES = {"z": "update", "r": "reset", "n": "candidate"}
PARTS = ("W", "U", "b", "c", "Wb", "Uc", "WU", "bc", "WUbc")


def crossed(gate: str, other: str, parts: str) -> Altered:
    """The gate computed with the given parts (W, U, b, c) of another."""

    def swapped(s: Step) -> Step:
        moved = {f"{p}_{gate}": s.weights[f"{p}_{other}"] for p in parts if f"{p}_{other}" in s.weights}
        lost = {f"{p}_{gate}" for p in parts} - set(moved)
        kept = {k: v for k, v in s.weights.items() if k not in lost}
        return Step(kept | moved, s.x, s.h, s.convention)

    def equation(s: Step) -> Array:
        made: Array = {"z": lambda t: t.z, "r": lambda t: t.r, "n": lambda t: t.n}[gate](swapped(s))
        return made

    def pairs(wrong: Step, right: Step) -> list[Pair]:
        found: list[Pair] = []
        for p in parts:
            mine, theirs = wrong.weights.get(f"{p}_{gate}"), wrong.weights.get(f"{p}_{other}")
            if mine is None or theirs is None:
                continue
            operand = {"W": wrong.x, "U": wrong.h}.get(p)
            if p == "U" and gate == "n" and wrong.convention.reset == "before":
                operand = wrong.r * wrong.h
            if operand is not None:
                found.append((operand @ theirs, operand @ mine))
            found.append((theirs, mine))
        return found

    dead = tuple(f"{p}_{gate}" for p in parts)
    shown = " and ".join(f"{p}_{other}" for p in parts if p != "c")
    wanted = " and ".join(f"{p}_{gate}" for p in parts if p != "c")
    return Altered(
        {NAMES[gate]: equation},
        gate=NAMES[gate],
        yours=f"{gate} is made with {shown or 'c_' + other}",
        reference=f"{gate} is made with {wanted or 'c_' + gate}",
        pairs=pairs,
        silences=dead,
        applies=lambda c: "c" not in parts or c.biases in ("2", "input+candidate") or len(parts) > 1,
    )



FAULT = Fault(
    code="GRU110",
    name="crossed-weights",
    cell=tuple(
        crossed(gate, other, parts) for gate, other in permutations("zrn", 2) for parts in PARTS
    ),
)
