"""GRU211 gradient-sign: a path of the gradient has the wrong sign

What it does
    A term of the backward pass is added where it should be subtracted, or the two values of a
    difference stand the other way round: dz = n − h where z keeps the old state, h − n where z writes.

Why it matters
    The weights behind that path are pushed uphill, away from what the loss asks for, while the others
    descend. The sign of dz depends on the polarity of z, so formulas copied from another text bring it.

Example
    dz = dh * (n - h)          # with h_new = z * h + (1 - z) * n

Fix
    With h_new = z * h + (1 - z) * n: dz = dh * (h - n). With h_new = (1 - z) * h + z * n:
    dz = dh * (n - h).
"""

from __future__ import annotations

from gru_doctor.fault import Fault, Slipped
from gru_doctor.slips import DH, DX, JOINT, KINDS, WEIGHTS, handing, multiplied, negative

ONE_LINE = ("difference", "dn", "dr", "do", "dm", "da_n", "da_r", "da_z", *DH, *DX, *WEIGHTS)
TOGETHER = {"dh": DH, "dx": DX, **KINDS, **JOINT, "every gradient": (*DH, *DX, *WEIGHTS)}


def sign(name: str) -> Slipped:
    """One line with the other sign"""
    turned = "dz = dh' ⊙ (n − h)" if name == "difference" else negative(name)
    return multiplied([name], -1.0, turned)


def summed(factor: float) -> Slipped:
    """dz with the other sign in front of one of its two terms"""
    return Slipped(
        {"difference": lambda b: factor * (b.step.h + b.step.n)},
        block="difference",
        yours=f"dz = {'' if factor > 0 else '−'}dh' ⊙ (h + n)",
        reference="dz = dh' ⊙ (h − n)",
    )


FAULT = Fault(
    code="GRU211",
    name="gradient-sign",
    backward=(
        *(sign(name) for name in ONE_LINE),
        summed(1.0),
        summed(-1.0),
        *(
            multiplied(names, -1.0, f"{what} is negative", f"{what} is positive")
            for what, names in TOGETHER.items()
        ),
        handing(-1.0, "dh = dout[t] − dh at each step back"),
    ),
)
