"""GRU215 wrong-cached-value: a line of the backward pass reads another value than the one it needs

What it does
    The forward pass keeps x, h, z, r, n and a product or two for the backward pass, and a line there
    takes the wrong one: h where n belongs, r where h belongs, the new state for the old, 1 − z for z, h
    where r ⊙ h belongs; or the cache is unpacked in another order than it was packed; or the gradients
    of the gates are put together in another order than the weights; or the line belongs to the other
    published convention.

Why it matters
    All have one shape, so nothing complains, and the gradient is wrong in each block that follows.

Example
    dr = drh * r               # with rh = r * h

Fix
    dr = drh * h. Name the cached values and unpack them in the order in which they were packed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial
from itertools import combinations, permutations

from gru_doctor.equations.backward import DX_PATHS, LETTERS, RULES, Reverse, Rule
from gru_doctor.equations.formulas import formula, quantity
from gru_doctor.equations.misread import VALUES, misread, other_convention, renamed
from gru_doctor.fault import Fault, Slipped
from gru_doctor.records import Array

LINES: Mapping[tuple[str, str], tuple[str, ...]] = {
    ("difference", "h"): ("h'", "r", "z", "rh", "m"),
    ("difference", "n"): ("h'", "r", "z", "rh", "m"),
    ("dn", "z"): ("(1 − z)", "r", "(1 − r)", "h", "n", "0"),
    ("dh.direct", "z"): ("(1 − z)", "r", "(1 − r)", "h", "n", "1"),
    ("slope_z", "z"): ("r", "h", "n", "h'"),
    ("slope_r", "r"): ("z", "h", "n", "h'"),
    ("slope_n", "n"): ("h", "h'", "z", "r", "rh", "m"),
    ("dr", "h"): ("r", "n", "z", "h'", "rh", "1"),
    ("dh.candidate", "r"): ("z", "h", "n", "(1 − r)", "(1 − z)", "1"),
    ("dU_z", "h"): ("h'", "rh", "r", "n", "z", "1"),
    ("dU_r", "h"): ("h'", "rh", "r", "n", "z", "1"),
    ("dU_n", "rh"): ("h", "h'", "r", "n", "z", "m"),
}
"""What each line reads, and what has been read in its place; reset before the product."""

LINES_AFTER: Mapping[tuple[str, str], tuple[str, ...]] = {
    ("dU_n", "h"): ("rh", "h'", "r", "n", "m"),
    ("dm", "r"): ("1", "z", "h", "n", "m", "h'", "(1 − r)", "(1 − z)"),
    ("dr", "m"): ("h", "rh", "r", "n", "z", "h'", "1"),
}
"""The same for the lines that differ with reset after the product."""

IN_SLOPES = ("h", "z", "r", "n", "m", "h'")
"""What has been read for one of the two values in z (1 − z), r (1 − r) and 1 − n n."""

CACHE = ("h", "z", "r", "n", "rh", "m")
EVERYWHERE: Mapping[str, Mapping[str, str]] = {
    **{f"the cache gives {b} as {a}, {a} as {b}": {a: b, b: a} for a, b in combinations(CACHE, 2)},
    "h' is read for h": {"h": "h'"},
    "h' is read for h and for r ⊙ h": {"h": "h'", "rh": "h'"},
    "h' is read for h, in r ⊙ h too": {"h": "h'", "rh": "rh'"},
    "h' is read for n": {"n": "h'"},
    "h is read for r ⊙ h": {"rh": "h"},
    "1 − z is read for z": {"z": "(1 − z)"},
}
TOGETHER = ("WUbc", "W", "U", "bc", "Wb", "Uc")
"""Kinds of blocks (W, U, b, c) that are cut from one array."""


def line(name: str, value: str, taken: str, *, after: bool) -> Slipped:
    """One line that reads `taken` for `value`"""
    return Slipped(
        misread([name], {value: taken}),
        block=name,
        yours=formula(name, after=after, **{value: taken}),
        reference=formula(name, after=after),
    )


def lines(wrong: Mapping[tuple[str, str], tuple[str, ...]], *, after: bool) -> list[Slipped]:
    """Every line of a table with every wrong value"""
    return [line(n, value, t, after=after) for (n, value), taken in wrong.items() for t in taken]


def halves() -> list[Slipped]:
    """Every slope in which one of two equal values is another: z (1 − r), r (1 − z), 1 − n h"""
    found = []
    for g, taken in ((g, t) for g in "zrn" for t in IN_SLOPES if t != g):
        if g == "n":
            found.append(half("n", f"(1 − n ⊙ {taken})", partial(_product_slope, taken)))
            continue
        found.append(half(g, f"{g} ⊙ (1 − {taken})", partial(_gate_slope, g, taken)))
        found.append(half(g, f"{taken} ⊙ (1 − {g})", partial(_gate_slope, taken, g)))
    return found


def half(g: str, shown: str, rule: Rule) -> Slipped:
    """A slope as it is written"""
    return Slipped({f"slope_{g}": rule}, f"slope_{g}", f"da_{g} = d{g} ⊙ {shown}", formula(f"slope_{g}"))


def _gate_slope(first: str, second: str, b: Reverse) -> Array:
    return VALUES[first](b) * (1 - VALUES[second](b))


def _product_slope(taken: str, b: Reverse) -> Array:
    return 1 - b.step.n * VALUES[taken](b)


def everywhere(yours: str, places: Mapping[str, str]) -> Slipped:
    """The whole backward pass with values of the cache in each other's place"""
    reference = "each value is read under its own name"
    return Slipped(misread(RULES, places), "difference", yours, reference)


def packed(order: tuple[str, ...], kinds: str) -> Slipped:
    """The gradients of the gates put together in another order than the weights"""
    moved = [(own, other) for own, other in zip("zrn", order, strict=True) if own != other]
    parts = " and ".join(f"d{kind}" for kind in kinds)
    return Slipped(
        {f"d{k}_{own}": RULES[f"d{k}_{other}"] for k in kinds for own, other in moved},
        block=f"d{kinds[0]}_{moved[0][0]}",
        yours=f"the gates of {parts} stand in the order {', '.join(order)}",
        reference=f"the gates of {parts} stand in the order z, r, n",
    )


def back_from(taken: str, b: Reverse) -> Array:
    """do from another gate's da where U_n stands beside U_z and U_r, that is with reset after"""
    return b.back(b[taken], "U_n") if b.after else RULES["do"](b)


def mixed(order: tuple[str, ...], kinds: str) -> Slipped:
    """Every gradient made from da_z, da_r and da_n after they were put together in another order"""
    moved = {own: other for own, other in zip("zrn", order, strict=True) if own != other}
    paths = DX_PATHS if "W" in kinds else [f"dh.{g}" for g in LETTERS if g != "candidate"]
    names = [*(f"d{k}_{g}" for k in kinds for g in moved), *paths]
    shown = {"z": "da_z", "r": "da_r", "n": "da_n" if "W" in kinds else "dm"}
    rules = renamed(names, {shown[own]: shown[other] for own, other in moved.items()})
    if "U" in kinds and "n" in moved:
        rules["do"] = partial(back_from, shown[moved["n"]])
    return Slipped(
        rules,
        block=names[0],
        yours=f"the gates stand in the order {', '.join(order)} where {', '.join(f'd{k}' for k in kinds)} "
        "and the paths behind are made",
        reference="the gates stand in the order z, r, n",
    )


def gates() -> list[Slipped]:
    """Every block and path with the da of another gate"""
    found = []
    for (gate, own), other in ((g, o) for g in LETTERS.items() for o in "zrn" if o != g[1]):
        names = [f"d{kind}_{own}" for kind in "WUbc"] + [f"dx.{gate}"]
        names += [f"dh.{gate}"] if own != "n" else []
        taken = {f"da_{own}": f"da_{other}", **({"dm": f"da_{other}"} if own == "n" else {})}
        for name in names:
            wrong = formula(name).replace("dm", "da_n").replace(f"da_{own}", f"da_{other}")
            found.append(Slipped(renamed([name], taken), name, wrong, formula(name)))
    return found


def side(names: Iterable[str], needed: str, taken: str) -> Slipped:
    """The input side of the candidate for its recurrent side, which differ with reset after"""
    chosen = tuple(names)
    made = ", ".join(map(quantity, chosen))
    return Slipped(
        renamed(chosen, {needed: taken}),
        block=chosen[0],
        yours=f"{made} from {taken}",
        reference=f"{made} from {needed}, where dm = da_n ⊙ r",
    )


def other(names: tuple[str, ...], what: str) -> Slipped:
    """Lines of the other place of the reset, or of the other polarity"""
    made = ", ".join(map(quantity, names))
    return Slipped(
        other_convention(names, reset=what == "place of the reset"),
        block=names[0],
        yours=f"{made} as for the other {what}",
        reference=f"{made} as the forward pass has it",
    )


RESET, POLARITY = ("dm", "dr", "dh.candidate", "dU_n"), ("difference", "dn", "dh.direct")
RECURRENT = ("dc_n", "dU_n", "do")

FAULT = Fault(
    code="GRU215",
    name="wrong-cached-value",
    backward=(
        *lines(LINES, after=False),
        *lines(LINES_AFTER, after=True),
        *(everywhere(yours, places) for yours, places in EVERYWHERE.items()),
        *(packed(order, kinds) for kinds in TOGETHER for order in list(permutations("zrn"))[1:]),
        *(mixed(order, kinds) for kinds in ("Wb", "Uc") for order in list(permutations("zrn"))[1:]),
        *halves(),
        *gates(),
        *(side([name], "dm", "da_n") for name in RECURRENT),
        *(side(names, "dm", "da_n") for names in (RECURRENT, RECURRENT[:2])),
        *(side([name], "da_n", "dm") for name in ("db_n", "dW_n", "dx.candidate")),
        *(other(names, "place of the reset") for names in (RESET, *((n,) for n in RESET))),
        *(other(names, "polarity of z") for names in (POLARITY, *((n,) for n in POLARITY))),
    ),
)
