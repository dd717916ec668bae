"""GRU212 gradient-scaled: every entry of a gradient is off by one factor

What it does
    A whole block, or several, comes out multiplied by one number: divided by the batch size or by the
    number of steps, doubled or halved. The factor is printed.

Why it matters
    One block then learns at another rate than the rest, and the rate changes with the batch or the
    length. Where every parameter block shares exactly 1/B or 1/T and dx and dh are right it is a matter
    of taste, an average for a sum, and only a warning.

Example
    db += da.sum(axis=0) / len(da)

Fix
    Sum over the batch and over time, and divide once, in the loss.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial

from gru_doctor.equations.backward import Rule
from gru_doctor.equations.bptt import SequenceGradient
from gru_doctor.equations.chain import Chain, through
from gru_doctor.fault import Fault, Slipped
from gru_doctor.records import Severity
from gru_doctor.slips import DH, DX, JOINT, KINDS, WEIGHTS, Number, handing, times

PARAMETERS = "every parameter gradient"
GROUPS = {**{name: (name,) for name in WEIGHTS}, **KINDS, "dh": DH, "dx": DX, **JOINT}
PER_STEP: Mapping[str, Number] = {"1/B": lambda b: 1 / len(b.dout), "2": lambda b: 2.0, "1/2": lambda b: 0.5}
OF_ALL: Mapping[str, Callable[[Chain], float]] = {
    "1/B": lambda c: 1 / c.batch, "1/T": lambda c: 1 / c.steps, "2": lambda c: 2.0, "1/2": lambda c: 0.5,
}  # fmt: skip


def per_step(what: str, shown: str) -> Slipped:
    """Each step's share times a number of the step"""
    made = described(what, shown)
    return replace(made, rules=times(GROUPS[what], PER_STEP[shown]))


def over_time(what: str) -> Slipped:
    """The finished sum over time divided by T"""
    return replace(described(what, "1/T"), over_time=partial(divided, GROUPS[what]))


def everything(shown: str) -> Slipped:
    """The incoming gradient, and with it every gradient, times a number"""
    return Slipped(
        {},
        block="difference",
        yours=f"every gradient is multiplied by {shown}",
        reference="every gradient is a plain sum",
        over_time=partial(seeded, OF_ALL[shown]),
    )


def divided(names: tuple[str, ...], chain: Chain, rules: Mapping[str, Rule]) -> SequenceGradient:
    """The finished gradients of these names over T"""
    whole = through(chain, rules)
    weights = {
        name: block / chain.steps if f"d{name}" in names else block for name, block in whole.weights.items()
    }
    xs = whole.xs / chain.steps if DX[0] in names else whole.xs
    h0 = whole.h0 / chain.steps if DH[0] in names else whole.h0
    return replace(whole, weights=weights, xs=xs, h0=h0)


def seeded(number: Callable[[Chain], float], chain: Chain, rules: Mapping[str, Rule]) -> SequenceGradient:
    """All of it from cotangents that were multiplied"""
    return through(replace(chain, cotangents=number(chain) * chain.cotangents), rules)


def described(what: str, shown: str) -> Slipped:
    """Block, lines and severity of a multiplied group"""
    return Slipped(
        {},
        block=GROUPS[what][0],
        yours=f"{what} is multiplied by {shown}",
        reference=f"{what} is a plain sum",
        severity=severity(what, shown),
    )


def severity(what: str, shown: str) -> Severity | None:
    """A warning where an average of all parameter gradients was taken for the sum"""
    return "warning" if what == PARAMETERS and shown in ("1/B", "1/T") else None


FAULT = Fault(
    code="GRU212",
    name="gradient-scaled",
    backward=(
        *(per_step(what, shown) for shown in PER_STEP for what in GROUPS),
        *(over_time(what) for what in GROUPS if what not in JOINT),
        *(everything(shown) for shown in OF_ALL),
        handing(0.5, "dh = dout[t] + dh / 2 at each step back"),
    ),
)
