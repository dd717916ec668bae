"""GRU128 wrong-scale: a term of a gate counts twice, or by half

What it does
    One term is added twice, the two terms are averaged instead of summed, a bias is added in two
    places, or a factor is left over from somewhere else.

Why it matters
    The cell trains alike, but weights brought from elsewhere give other numbers, and its initial
    scale is not the one its author meant.

Example
    z = sigmoid((x @ Wz + bz) + (h @ Uz + bz))

Fix
    z = sigmoid(x @ Wz + h @ Uz + bz)
"""

from __future__ import annotations

from typing import Any

from gru_doctor.altering import preactivation, rescaled, stores, terms
from gru_doctor.equations.gru import Step
from gru_doctor.equations.parts import memory, total
from gru_doctor.fault import Altered, Fault

FACTORS = {"2": 2.0, "½": 0.5}


def twice(letter: str) -> Altered:
    """The bias added to the input term, and again to the recurrent one."""
    written = terms(letter)

    def again(s: Step) -> Any:
        return memory(s, letter) + s.block(f"b_{letter}")

    return preactivation(
        letter,
        f"({written['W']} + {written['b']}) + ({written['U']} + {written['b']})",
        lambda s: s.input(letter) + again(s),
        (again, lambda s: memory(s, letter)),
        applies=stores(letter, "b"),
    )


def whole(letter: str, factor: str) -> Altered:
    """The whole pre-activation times a factor, as by averaging its terms."""
    written = terms(letter)
    return preactivation(
        letter,
        f"{factor} · ({written['W']} + {written['U']} + {written['b']})",
        lambda s: FACTORS[factor] * total(s, letter),
    )


FAULT = Fault(
    code="GRU128",
    name="wrong-scale",
    cell=(
        *(twice(letter) for letter in "zrn"),
        *(
            rescaled(letter, part, FACTORS[factor], f"{factor} · {terms(letter)[part]}")
            for factor in FACTORS
            for letter in "zrn"
            for part in "WUbc"
            if (factor, part) != ("2", "b")
        ),
        *(whole(letter, factor) for letter in "zrn" for factor in FACTORS),
    ),
)
