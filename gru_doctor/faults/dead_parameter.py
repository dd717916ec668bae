"""GRU111 dead-parameter: a stored parameter changes nothing

What it does
    A gate leaves out its bias, its input term or its recurrent term although the array for it is
    declared: the term was forgotten, or the array was made and never read.

Why it matters
    The parameter counts in the size of the model, is saved and loaded, and never trains. The gate
    lacks what the parameter was meant to give it.

Example
    r = sigmoid(x @ self.Wr + h @ self.Ur)        # self.br is never read

Fix
    Add the term: r = sigmoid(x @ self.Wr + h @ self.Ur + self.br). If it is meant to be absent,
    do not declare the array.
"""

from __future__ import annotations

from dataclasses import replace

from gru_doctor.altering import RESET_BLOCKS, dropped, is_after
from gru_doctor.equations.parts import has
from gru_doctor.fault import Altered, Fault
from gru_doctor.records import Convention

PARTS = ("b", "c", "W", "U", "Wb", "Uc", "bc", "WU", "WUb", "WUbc")


def keeps_inner_bias(convention: Convention) -> bool:
    """r ⊙ (h U_n + c_n) still has r in it once U_n is gone."""
    return is_after(convention) and has(convention, "c_n")


def resetless(parts: str) -> Altered:
    """The candidate without all that r multiplies: the reset gate is dead as well."""
    plain = dropped("n", parts)
    return replace(
        plain,
        erases=("reset",),
        silences=plain.silences + RESET_BLOCKS,
        applies=lambda c: plain.applies(c) and ("c" in parts or not keeps_inner_bias(c)),
    )


def partly(parts: str) -> Altered:
    """The candidate without U_n, where r still multiplies the bias."""
    plain = dropped("n", parts)
    return replace(plain, applies=lambda c: plain.applies(c) and keeps_inner_bias(c))


GATES = tuple(dropped(g, parts) for g in "zr" for parts in PARTS)
CANDIDATE = tuple(resetless(p) if "U" in p else dropped("n", p) for p in PARTS)
INNER = tuple(partly(p) for p in PARTS if "U" in p and "c" not in p)

FAULT = Fault(code="GRU111", name="dead-parameter", cell=GATES + CANDIDATE + INNER)
