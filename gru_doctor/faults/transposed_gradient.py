"""GRU219 transposed-gradient: a block is the transpose of the true one

What it does
    The gradient of a recurrent matrix is made as da.T @ h where h.T @ da belongs, or the gradient is
    sent back through U where it should go through the transpose of U. Square matrices let both pass.

Why it matters
    Every entry off the diagonal moves by what belongs to its mirror image, so the weights wander.

Example
    dUz = dz.T @ h             # with a = h @ Uz

Fix
    With a = h @ U: dU = h.T @ da and dh += da @ U.T. With a = U @ h: dU = da @ h.T and dh += U.T @ da.
"""

from __future__ import annotations

from functools import partial

from gru_doctor.equations.backward import RULES, Reverse
from gru_doctor.equations.formulas import formula
from gru_doctor.fault import Fault, Slipped
from gru_doctor.records import Array
from gru_doctor.slips import KINDS

BLOCKS = KINDS["every dU"]
BACK = {"dh.update": ("da_z", "U_z"), "dh.reset": ("da_r", "U_r"), "do": ("dm", "U_n")}


def turned(name: str, b: Reverse) -> Array:
    """The block on its side, (H, H)"""
    return RULES[name](b).T


def untransposed(da: str, block: str, b: Reverse) -> Array:
    """da U where da Uᵀ belongs, (B, H)"""
    through: Array = b.step.times(b[da], block)
    return through


def blocks(names: tuple[str, ...]) -> Slipped:
    """One block or all of them transposed"""
    return Slipped(
        {name: partial(turned, name) for name in names},
        block=names[0],
        yours="; ".join(f"{name} is transposed" for name in names),
        reference="; ".join(map(formula, names)),
    )


def paths(names: tuple[str, ...]) -> Slipped:
    """One way back, or all of them, through the matrix itself"""
    return Slipped(
        {name: partial(untransposed, *BACK[name]) for name in names},
        block=names[0],
        yours="; ".join(formula(name).replace("ᵀ", "") for name in names),
        reference="; ".join(map(formula, names)),
    )


FAULT = Fault(
    code="GRU219",
    name="transposed-gradient",
    backward=(
        *(blocks((name,)) for name in BLOCKS),
        blocks(BLOCKS[:2]),
        blocks(BLOCKS),
        *(paths((name,)) for name in BACK),
        paths(("dh.update", "dh.reset")),
        paths(tuple(BACK)),
    ),
)
