"""GRU118 transposed-weight: one gate uses a square recurrent matrix as its transpose

What it does
    One gate computes h @ U.T where the others compute h @ U, or the other way round. The matrix is
    square, so no shape complains.

Why it matters
    The cell trains as well as before, for the matrix is learned either way. But its weights
    cannot be moved to or from another implementation, and a backward written for the others is
    wrong here.

Example
    z = sigmoid(x @ Wz + h @ Uz.T + bz)      # r and n use h @ Ur, h @ Un

Fix
    Use one orientation for all recurrent matrices: z = sigmoid(x @ Wz + h @ Uz + bz).
"""

from __future__ import annotations

from dataclasses import replace

from gru_doctor.altering import altered
from gru_doctor.equations.gru import Step
from gru_doctor.equations.parts import NAMES, operand, reference, reweighted
from gru_doctor.fault import Altered, Fault


def transposed(letter: str) -> Altered:
    """The gate computed with U_gᵀ."""
    block = f"U_{letter}"

    def turned(s: Step) -> Step:
        known = {block: s.weights[block].T} if block in s.weights else {}
        return reweighted(s, {**s.weights, **known})

    squashed, state = ("tanh", "(r ⊙ h)") if letter == "n" else ("σ", "h")
    return altered(
        NAMES[letter],
        f"{letter} = {squashed}(x W_{letter} + {state} {block}ᵀ + b_{letter})",
        lambda s: reference(turned(s), letter),
        (
            lambda s: turned(s).times(operand(s, letter), block),
            lambda s: s.times(operand(s, letter), block),
        ),
        (lambda s: turned(s).block(block), lambda s: s.block(block)),
    )


def both() -> Altered:
    """The update and the reset gate with their transposes, which one product may serve."""
    z, r = transposed("z"), transposed("r")
    return replace(
        z,
        equations={**z.equations, **r.equations},
        yours=f"{z.yours}; {r.yours}",
        reference=f"{z.reference}; {r.reference}",
        pairs=lambda wrong, right: [*z.pairs(wrong, right), *r.pairs(wrong, right)],
    )


FAULT = Fault(code="GRU118", name="transposed-weight", cell=(*(transposed(g) for g in "zrn"), both()))
