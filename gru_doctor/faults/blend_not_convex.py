"""GRU117 blend-not-convex: the weights on the old state and on the candidate do not sum to 1

What it does
    The last line mixes h and n with weights that are no pair z, 1 − z: z·h + z·n, z·h + n,
    (z−1)·h + z·n, a parenthesis in the wrong place, a sign, or the reset gate in the update
    gate's place.

Why it matters
    The state is no longer an average of the old one and the candidate. It shrinks or grows at
    every step, so memory fades or overflows however well the gates are trained.

Example
    h = z * h + z * n

Fix
    h = z * h + (1 - z) * n, or h = (1 - z) * h + z * n: both are published.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from gru_doctor.altering import UPDATE_BLOCKS, Value, altered
from gru_doctor.equations.gru import Step
from gru_doctor.fault import Altered, Fault
from gru_doctor.records import Array, Convention

Weight = Callable[[Step], Array | float]

WEIGHTS: dict[str, Weight] = {
    "z": lambda s: s.z,
    "(1 − z)": lambda s: 1 - s.z,
    "(z − 1)": lambda s: s.z - 1,
    "−z": lambda s: -s.z,
    "(1 + z)": lambda s: 1 + s.z,
    "(2 − z)": lambda s: 2 - s.z,
    "r": lambda s: s.r,
    "(1 − r)": lambda s: 1 - s.r,
    "(z ⊙ r)": lambda s: s.z * s.r,
    "(z ⊙ z)": lambda s: s.z * s.z,
    "½": lambda s: 0.5,
    "1": lambda s: 1.0,
    "0": lambda s: 0.0,
}
POLARITIES = {"keeps": ("z", "(1 − z)"), "writes": ("(1 − z)", "z")}
# Neither weight is the update gate's: only these are mistakes that people make.
UNGATED = (
    ("r", "(1 − r)"), ("(1 − r)", "r"), ("r", "r"), ("r", "1"), ("1", "r"), ("1", "1"), ("½", "½"),
    ("(z − 1)", "−z"), ("−z", "(z − 1)"), ("(z − 1)", "(z − 1)"), ("(z − 1)", "1"),
    ("1", "(z − 1)"), ("1", "−z"),
)  # fmt: skip


def right_terms(old: str, new: str, polarity: str) -> int:
    """How many of the two weights a polarity would leave as they are."""
    return sum(a == b for a, b in zip((old, new), POLARITIES[polarity], strict=True))


def nearest(old: str, new: str) -> tuple[str, ...]:
    """The polarities that need the smaller repair; both, where the fault has erased which."""
    count = {p: right_terms(old, new, p) for p in POLARITIES}
    return tuple(p for p in POLARITIES if count[p] == max(count.values()))


def weighted(old: str, new: str) -> Altered:
    """h' = old ⊙ h + new ⊙ n"""
    near, gated = nearest(old, new), any("z" in w for w in (old, new))
    made = altered(
        "blend",
        "h' = " + _sum(_term(old, "h"), _term(new, "n")),
        lambda s: WEIGHTS[old](s) * s.h + WEIGHTS[new](s) * s.n,
        *_values(old, new),
        silences=() if gated else UPDATE_BLOCKS,
        applies=lambda c: c.update is None or c.update in near,
    )
    return replace(made, erases=("update",) if len(near) == 2 else ())


def _values(old: str, new: str) -> list[tuple[Value, Value]]:
    """Each product and its weight, with what belongs there. A bare h or n is right in itself: what
    is wrong is the sum that takes it in, and no narrower place."""
    products: list[tuple[str, Value, Value]] = [
        (old, lambda s: WEIGHTS[old](s) * s.h, lambda s: s.keep * s.h),
        (new, lambda s: WEIGHTS[new](s) * s.n, lambda s: (1 - s.keep) * s.n),
    ]
    weights: list[tuple[str, Value, Value]] = [
        (old, WEIGHTS[old], lambda s: s.keep),
        (new, WEIGHTS[new], lambda s: 1 - s.keep),
    ]
    return [(wrong, right) for w, wrong, right in products + weights if w != "1"]


def _term(weight: str, operand: str) -> str:
    return {"0": "", "1": operand}.get(weight, f"{weight} ⊙ {operand}")


def _sum(*terms: str) -> str:
    return " + ".join(t for t in terms if t).replace("+ −", "− ")


def written(yours: str, polarity: str, equation: Value, *values: tuple[Value, Value]) -> Altered:
    """A blend that only a cell of this polarity can have come from."""

    def applies(convention: Convention) -> bool:
        return convention.update in (None, polarity)

    return altered("blend", f"h' = {yours}", equation, *values, applies=applies)


def difference(s: Step) -> Array:
    """h − n"""
    return s.h - s.n


def opposite(s: Step) -> Array:
    """n − h"""
    return s.n - s.h


FORMS = (
    written("h + z ⊙ (h − n)", "writes", lambda s: s.h + s.z * (s.h - s.n), (difference, opposite)),
    written("n + z ⊙ (n − h)", "keeps", lambda s: s.n + s.z * (s.n - s.h), (opposite, difference)),
    written("z ⊙ (h + (1 − z) ⊙ n)", "keeps", lambda s: s.z * (s.h + (1 - s.z) * s.n)),
    written("(1 − z) ⊙ (h + z ⊙ n)", "writes", lambda s: (1 - s.z) * (s.h + s.z * s.n)),
    written("z ⊙ h + 1 − z ⊙ n", "keeps", lambda s: s.z * s.h + 1 - s.z * s.n),
    written("1 − z ⊙ h + z ⊙ n", "writes", lambda s: 1 - s.z * s.h + s.z * s.n),
    written(
        "z ⊙ h + (1 − h) ⊙ n", "keeps",
        lambda s: s.z * s.h + (1 - s.h) * s.n, (lambda s: 1 - s.h, lambda s: 1 - s.z),
    ),
    written(
        "(1 − h) ⊙ h + z ⊙ n", "writes",
        lambda s: (1 - s.h) * s.h + s.z * s.n, (lambda s: 1 - s.h, lambda s: 1 - s.z),
    ),
    written(
        "z ⊙ h ⊙ (1 − z) ⊙ n", "keeps", lambda s: s.z * s.h * ((1 - s.z) * s.n),
    ),
    written(
        "(1 − z) ⊙ h ⊙ z ⊙ n", "writes", lambda s: (1 - s.z) * s.h * (s.z * s.n),
    ),
)  # fmt: skip

PAIRS = tuple(
    (old, new)
    for old in WEIGHTS
    for new in WEIGHTS
    if (old, new) not in POLARITIES.values()
    and (right_terms(old, new, "keeps") or right_terms(old, new, "writes"))
)

FAULT = Fault(
    code="GRU117",
    name="blend-not-convex",
    cell=tuple(weighted(old, new) for old, new in (*PAIRS, *UNGATED)) + FORMS,
)
