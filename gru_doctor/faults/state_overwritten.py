"""GRU119 state-overwritten: the previous state is replaced before it was used for the last time

What it does
    h is assigned anew, to the candidate, to r ⊙ h or to z ⊙ h, and a line below still means the
    old h. Most often h = tanh(...), then h = z * h + (1 - z) * h: the blend mixes the candidate
    with itself.

Why it matters
    The update gate has no effect, or the memory that it keeps is not the old state. The cell
    forgets within a step what it should have carried over hundreds.

Example
    h = np.tanh(x @ Wn + (r * h) @ Un + bn)
    h = z * h + (1 - z) * h

Fix
    n = np.tanh(x @ Wn + (r * h) @ Un + bn)
    h = z * h + (1 - z) * n
"""

from __future__ import annotations

from dataclasses import replace

from gru_doctor.altering import RESET_BLOCKS, UPDATE_BLOCKS, Value, altered, preactivation
from gru_doctor.equations.gru import Step
from gru_doctor.equations.parts import memory, operand
from gru_doctor.fault import Altered, Fault
from gru_doctor.records import Array

CANDIDATE_BLOCKS = ("W_n", "U_n", "b_n", "c_n")


def lost() -> Altered:
    """h' = n: the blend sees the candidate in the place of h."""
    made = altered(
        "blend",
        "h' = z ⊙ n + (1 − z) ⊙ n",
        lambda s: s.keep * s.n + (1 - s.keep) * s.n,
        (lambda s: s.keep * s.n, lambda s: s.keep * s.h),
        (lambda s: s.n, lambda s: s.h),
        silences=UPDATE_BLOCKS,
    )
    return replace(made, erases=("update",))


def frozen() -> Altered:
    """h' = h: the blend sees the old state in the place of the candidate."""
    made = altered(
        "blend",
        "h' = z ⊙ h + (1 − z) ⊙ h",
        lambda s: s.keep * s.h + (1 - s.keep) * s.h,
        (lambda s: (1 - s.keep) * s.h, lambda s: (1 - s.keep) * s.n),
        (lambda s: s.h, lambda s: s.n),
        silences=UPDATE_BLOCKS + RESET_BLOCKS + CANDIDATE_BLOCKS,
    )
    return replace(made, erases=("update", "reset"))


def reset_first() -> Altered:
    """h *= r ahead of both: the update gate and the blend see r ⊙ h."""
    seen = preactivation(
        "z",
        "x W_z + (r ⊙ h) U_z + b_z",
        lambda s: s.input("z") + s.recurrent("z", s.r * s.h),
        (lambda s: s.times(s.r * s.h, "U_z"), lambda s: s.times(s.h, "U_z")),
        (lambda s: s.r * s.h, lambda s: s.h),
    )
    blend = {"blend": lambda s: s.keep * (s.r * s.h) + (1 - s.keep) * s.n}
    return replace(
        seen,
        equations={**seen.equations, **blend},
        yours=f"{seen.yours}, and r ⊙ h in the place of h in the blend",
    )


BLENDED = (
    lost(),
    frozen(),
    altered(
        "blend",
        "h' = z ⊙ h + (1 − z) ⊙ n with h replaced by r ⊙ h",
        lambda s: s.keep * (s.r * s.h) + (1 - s.keep) * s.n,
        (lambda s: s.keep * (s.r * s.h), lambda s: s.keep * s.h),
        (lambda s: s.r * s.h, lambda s: s.h),
    ),
    reset_first(),
)


def weighed(text: str, weight: Value) -> Altered:
    """h *= z, or h *= 1 − z, ahead of the candidate."""

    def kept(s: Step) -> Array:
        made: Array = weight(s) * s.h
        return made

    return preactivation(
        "n",
        f"x W_n + (r ⊙ ({text} ⊙ h)) U_n + b_n",
        lambda s: s.input("n") + memory(s, "n", kept(s)),
        (lambda s: memory(s, "n", kept(s)), lambda s: memory(s, "n")),
        (lambda s: operand(s, "n", kept(s)), lambda s: operand(s, "n")),
        (kept, lambda s: s.h),
    )


CANDIDATES = (weighed("z", lambda s: s.z), weighed("(1 − z)", lambda s: 1 - s.z))

UPDATES = (
    preactivation(
        "z",
        "x W_z + n U_z + b_z",
        lambda s: s.input("z") + s.recurrent("z", s.n),
        (lambda s: s.times(s.n, "U_z"), lambda s: s.times(s.h, "U_z")),
        (lambda s: s.n, lambda s: s.h),
    ),
)

FAULT = Fault(code="GRU119", name="state-overwritten", cell=BLENDED + CANDIDATES + UPDATES)
