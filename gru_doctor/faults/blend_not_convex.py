"""GRU117 blend-not-convex: the weights on the old state and on the candidate do not sum to 1

What it does
    The last line mixes h and n with weights that are no pair z, 1 − z: z·h + z·n, z·h + n, (z−1)·h +
    z·n, or the reset gate in their place.

Why it matters
    The state is no longer an average of the old one and the candidate. It shrinks or grows at every
    step, so memory fades or overflows however well the gates are trained.

Example
    h = z * h + z * n

Fix
    h = z * h + (1 - z) * n, or h = (1 - z) * h + z * n: both are published.
"""

from __future__ import annotations

from collections.abc import Callable

from gru_doctor.equations.gru import Step
from gru_doctor.fault import Altered, Fault, Pair
from gru_doctor.records import Array

Weight = Callable[[Step], Array | float]

WEIGHTS: dict[str, Weight] = {
    "z": lambda s: s.z,
    "(1 − z)": lambda s: 1 - s.z,
    "(z − 1)": lambda s: s.z - 1,
    "r": lambda s: s.r,
    "(1 − r)": lambda s: 1 - s.r,
    "1": lambda s: 1.0,
    "0": lambda s: 0.0,
    "−z": lambda s: -s.z,
}
CONVEX = {("z", "(1 − z)"), ("(1 − z)", "z"), ("0", "1"), ("1", "0")}
ODD = {("r", "0"), ("(1 − r)", "0"), ("0", "r"), ("0", "(1 − r)"), ("0", "0"), ("−z", "0"), ("0", "−z")}


def blend(old: str, new: str) -> Altered:
    """h' = old ⊙ h + new ⊙ n"""

    def equation(s: Step) -> Array:
        mixed: Array = WEIGHTS[old](s) * s.h + WEIGHTS[new](s) * s.n
        return mixed

    def pairs(wrong: Step, right: Step) -> list[Pair]:
        return [
            (WEIGHTS[old](wrong) * wrong.h, right.keep * right.h),
            (WEIGHTS[new](wrong) * wrong.n, (1 - right.keep) * right.n),
        ]

    shown = " + ".join(f"{w} ⊙ {v}" if w != "1" else v for w, v in ((old, "h"), (new, "n")) if w != "0")
    lost = ("update",) if {old, new} <= {"z"} or {old, new} <= {"(1 − z)"} else ()
    return Altered(
        {"blend": equation},
        gate="blend",
        yours=f"h' = {shown}",
        reference="h' = z ⊙ h + (1 − z) ⊙ n",
        pairs=pairs,
        erases=lost,
    )


FAULT = Fault(
    code="GRU117",
    name="blend-not-convex",
    cell=tuple(
        blend(old, new)
        for old in WEIGHTS
        for new in WEIGHTS
        if (old, new) not in CONVEX | ODD
    ),
)
