"""Backward passes in which some quantities come out multiplied by a number: missing (0), negative
(−1), doubled (2), averaged (1/B). Several faults are this with other numbers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from gru_doctor.equations.backward import BLOCKS, DH_PATHS, DX_PATHS, RULES, Reverse, Rule
from gru_doctor.equations.chain import OverTime, handed
from gru_doctor.equations.formulas import formula, quantity
from gru_doctor.fault import Slipped
from gru_doctor.records import Array

DH, DX, WEIGHTS = tuple(DH_PATHS), tuple(DX_PATHS), tuple(BLOCKS)
KINDS: Mapping[str, tuple[str, ...]] = {
    "every dW": tuple(n for n in WEIGHTS if n.startswith("dW")),
    "every dU": tuple(n for n in WEIGHTS if n.startswith("dU")),
    "every dW and dU": tuple(n for n in WEIGHTS if n[1] in "WU"),
    "every db": tuple(n for n in WEIGHTS if n.startswith("db")),
    "every dc": tuple(n for n in WEIGHTS if n.startswith("dc")),
    "every db and dc": tuple(n for n in WEIGHTS if n[1] in "bc"),
    "every parameter gradient": WEIGHTS,
}
"""Blocks that one line of code often serves together."""
STACKED: Mapping[str, tuple[str, ...]] = {
    f"{' and '.join(f'd{kind}' for kind in kinds)} of {' and '.join(gates)}": tuple(
        f"d{kind}_{g}" for kind in kinds for g in gates
    )
    for gates in ("n", "z", "r", "zr")
    for kinds in ("WU", "WUb", "bc")
}
"""Blocks that are one array where x and h, and perhaps a one, stand in one row."""
JOINT: Mapping[str, tuple[str, ...]] = {
    "the gradient of [h, x] through the candidate": ("do", "dx.candidate"),
    "the gradient of [h, x] through z": ("dh.update", "dx.update"),
    "the gradient of [h, x] through r": ("dh.reset", "dx.reset"),
}
"""Paths that one product serves where h and x stand in one row."""

Number = Callable[[Reverse], float]


def times(names: Sequence[str], number: Number) -> dict[str, Rule]:
    """The published rules of these names, multiplied by a number of the step."""
    return {name: partial(_times, RULES[name], number) for name in names}


def _times(rule: Rule, number: Number, b: Reverse) -> Array:
    return number(b) * rule(b)


def multiplied(names: Sequence[str], factor: float, yours: str, reference: str = "") -> Slipped:
    """These quantities times a constant; the first stands for all."""
    return Slipped(
        times(names, lambda b: factor),
        block=names[0],
        yours=yours,
        reference=reference or "; ".join(formula(name) for name in names),
        factor=factor,
    )


def negative(name: str) -> str:
    """The line of a rule with a minus where none belongs."""
    left, sign, right = formula(name).split(" ", 2)
    return f"{left} {sign.replace('+=', '-=')} {right}" if "+" in sign else f"{left} = −({right})"


def doubled(name: str) -> str:
    """The line of a rule, added twice."""
    return f"{formula(name)}, twice"


def absent(names: Sequence[str]) -> str:
    """What is left out, in words."""
    return f"{quantity(names[0])} lacks " + " and ".join(formula(n).split(" ", 2)[2] for n in names)


def carry(yours: str, over_time: OverTime) -> Slipped:
    """A wrong way to hand dh from step to step."""
    return Slipped({}, "dh.direct", yours, "dh = dh + dout[t] at each step back", over_time=over_time)


def handing(share: float, yours: str) -> Slipped:
    """So many times dh handed from step to step."""
    return carry(yours, partial(handed, share))
