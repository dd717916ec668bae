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
from gru_doctor.equations.parts import memory, operand
from gru_doctor.fault import Altered, Fault

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


def kept(text: str, weight: Value, letters: str, *, blended: bool) -> Altered:
    """h *= weight ahead of these gates, which see weight ⊙ h in the place of h; so may the blend."""
    made = [scaled(text, weight, letter) for letter in letters] + [in_blend(text, weight)] * blended
    return replace(
        made[0],
        equations={name: f for one in made for name, f in one.equations.items()},
        yours="; ".join(one.yours for one in made),
        pairs=lambda wrong, right: [pair for one in made for pair in one.pairs(wrong, right)],
    )


def scaled(text: str, weight: Value, letter: str) -> Altered:
    """One gate that sees weight ⊙ h; the candidate resets what it sees all the same."""
    state = f"(r ⊙ {text} ⊙ h)" if letter == "n" else f"({text} ⊙ h)"
    return preactivation(
        letter,
        f"x W_{letter} + {state} U_{letter} + b_{letter}",
        lambda s: s.input(letter) + memory(s, letter, weight(s) * s.h),
        (lambda s: memory(s, letter, weight(s) * s.h), lambda s: memory(s, letter)),
        (lambda s: operand(s, letter, weight(s) * s.h), lambda s: operand(s, letter)),
        (lambda s: weight(s) * s.h, lambda s: s.h),
    )


def in_blend(text: str, weight: Value) -> Altered:
    """The blend that sees weight ⊙ h."""
    return altered(
        "blend",
        f"h' = z ⊙ h + (1 − z) ⊙ n with h replaced by {text} ⊙ h",
        lambda s: s.keep * (weight(s) * s.h) + (1 - s.keep) * s.n,
        (lambda s: s.keep * (weight(s) * s.h), lambda s: s.keep * s.h),
        (lambda s: weight(s) * s.h, lambda s: s.h),
    )


WEIGHTS: tuple[tuple[str, Value], ...] = (("z", lambda s: s.z), ("(1 − z)", lambda s: 1 - s.z))

BLENDED = (
    lost(),
    frozen(),
    in_blend("r", lambda s: s.r),
    *(kept("r", lambda s: s.r, letters, blended=True) for letters in ("z", "n", "zn")),
)
CANDIDATES = tuple(
    kept(text, weight, letters, blended=blended)
    for text, weight in WEIGHTS
    for letters, blended in (("n", False), ("rn", False), ("n", True), ("rn", True))
)

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
