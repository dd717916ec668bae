"""GRU210 missing-path: one path of the chain rule is absent

What it does
    A quantity reaches the loss along several paths and the backward pass sums only some of them. The
    old state has four: straight through the blend, through the candidate, and through z and through r.
    The input has three, one a gate; z itself has two, h and n.

Why it matters
    The gradient is right in part, so training works a little. What travels along the missing path is
    never learned; without the direct path long memory cannot be learned at all.

Example
    dh_prev = dh * z + (dm @ Un.T) * r + dz @ Uz.T

Fix
    Add the path: dh_prev = dh * z + (dm @ Un.T) * r + dz @ Uz.T + dr @ Ur.T, and likewise
    dx = dz @ Wz.T + dr @ Wr.T + dn @ Wn.T.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from gru_doctor.equations.formulas import quantity
from gru_doctor.equations.misread import misread
from gru_doctor.fault import Fault, Slipped
from gru_doctor.slips import DH, DX, JOINT, KINDS, WEIGHTS, absent, multiplied

GROUPS = {**KINDS, **JOINT}
UPSTREAM = ("dz", "dn", "dr", "do", "dm", "da_n")


def subsets(paths: Sequence[str]) -> tuple[Slipped, ...]:
    """One path left out, then two, and so on to all of them."""
    return tuple(
        multiplied(left_out, 0.0, absent(left_out))
        for count in range(1, len(paths) + 1)
        for left_out in combinations(paths, count)
    )


def half(lost: str) -> Slipped:
    """dz with only one of its two terms"""
    kept = {"n": "h", "h": "−n"}[lost]
    return Slipped(
        misread(["difference"], {lost: "0"}),
        block="difference",
        yours=f"dz = dh' ⊙ {kept}",
        reference="dz = dh' ⊙ (h − n)",
    )


FAULT = Fault(
    code="GRU210",
    name="missing-path",
    backward=(
        *subsets(DH),
        *subsets(DX),
        half("n"),
        half("h"),
        *(multiplied([name], 0.0, f"{quantity(name)} = 0") for name in UPSTREAM),
        *(multiplied([name], 0.0, f"{quantity(name)} = 0") for name in WEIGHTS),
        *(
            multiplied(names, 0.0, f"{what} is 0", f"{what} is summed")
            for what, names in {**KINDS, **JOINT}.items()
        ),
    ),
)
