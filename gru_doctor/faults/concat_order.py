"""GRU124 concat-order: [x, h] in one place, [h, x] in another

What it does
    The weights of the input and of the state are stacked in one matrix, and one gate multiplies
    it by [h, x] where the others multiply by [x, h]; or the row of ones for the bias stands first
    in one place and last in another. The widths add up alike, so no shape complains.

Why it matters
    Rows that belong to the input meet the state. The cell trains alike, but the gate reads its
    weights otherwise than its siblings: they cannot be moved, and whatever initialises or
    regularises them by rows is wrong.

Example
    n = np.tanh(np.hstack([r * h, x]) @ Wn)      # z and r use np.hstack([x, h])

Fix
    n = np.tanh(np.hstack([x, r * h]) @ Wn)
"""

from __future__ import annotations

from itertools import product

import numpy as np

from gru_doctor.altering import preactivation
from gru_doctor.equations.gru import Step
from gru_doctor.equations.parts import has, operand
from gru_doctor.fault import Altered, Fault
from gru_doctor.records import Array, Convention

BLOCKS = {"x": "W", "h": "U", "1": "b"}
PLAIN = ("xh", "hx")
WITH_ONES = ("1xh", "xh1", "1hx", "hx1")


def joined(s: Step, letter: str, order: str) -> Array:
    """The operands side by side: x (B, D), h or r ⊙ h (B, H), ones (B, 1)."""
    parts = {"x": s.x, "h": operand(s, letter), "1": np.ones((len(s.h), 1), dtype=s.h.dtype)}
    return np.hstack([parts[p] for p in order])


def stacked(s: Step, letter: str, order: str) -> Array:
    """The blocks below each other, (1 + D + H, H); zeros for an absent one."""
    rows = {"x": s.x.shape[1], "h": s.h.shape[1], "1": 1}
    blocks = [(s.block(f"{BLOCKS[p]}_{letter}"), rows[p]) for p in order]
    return np.vstack([np.broadcast_to(b, (n, s.h.shape[1])) for b, n in blocks])


def misread(letter: str, operands: str, rows: str) -> Altered:
    """[operands] times a matrix whose rows stand in another order."""

    def rest(s: Step) -> Array | float:
        outer = 0.0 if "1" in rows else s.block(f"b_{letter}")
        total: Array | float = outer + s.block(f"c_{letter}")
        return total

    def applies(c: Convention) -> bool:
        stackable = letter != "n" or c.reset != "after"
        return stackable and ("1" not in rows or has(c, f"b_{letter}"))

    return preactivation(
        letter,
        f"{_shown(letter, operands)} [{'; '.join(f'{BLOCKS[p]}_{letter}' for p in rows)}]",
        lambda s: joined(s, letter, operands) @ stacked(s, letter, rows) + rest(s),
        (
            lambda s: joined(s, letter, operands) @ stacked(s, letter, rows),
            lambda s: joined(s, letter, rows) @ stacked(s, letter, rows),
        ),
        (lambda s: joined(s, letter, operands), lambda s: joined(s, letter, rows)),
        applies=applies,
    )


def _shown(letter: str, order: str) -> str:
    state = "r ⊙ h" if letter == "n" else "h"
    return f"[{', '.join(state if p == 'h' else p for p in order)}]"


def _ones_stay(a: str, b: str) -> bool:
    """The bias meets its ones: then the orders differ as those without ones do."""
    return a.index("1") == b.index("1")


ORDERS = (
    *((a, b) for a, b in product(PLAIN, repeat=2) if a != b),
    *((a, b) for a, b in product(WITH_ONES, repeat=2) if not _ones_stay(a, b)),
)

FAULT = Fault(
    code="GRU124",
    name="concat-order",
    cell=tuple(misread(letter, *order) for letter in "zrn" for order in ORDERS),
)
