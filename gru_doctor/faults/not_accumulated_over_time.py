"""GRU216 not-accumulated-over-time: right for one step, wrong for a sequence

What it does
    Each step back overwrites the parameter gradient where it should add to it, so one step's share is
    left; or the gradient of the state is not handed to the step before, or is overwritten by the
    gradient that comes in there.

Why it matters
    A test on one step passes. On a sequence the weights learn from one step alone, or nothing that
    happened earlier can be blamed for what comes later, and the network has no use for its memory.

Example
    for t in reversed(range(T)):
        dh = dout[t]
        dx[t], dh, dW = step_backward(dh, cache[t])

Fix
    dh = dh + dout[t] before each step, and dW += after it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial

from gru_doctor.equations.backward import Rule
from gru_doctor.equations.bptt import SequenceGradient
from gru_doctor.equations.chain import Chain, stepwise, through, windows
from gru_doctor.fault import Fault, Slipped
from gru_doctor.slips import KINDS, STACKED, WEIGHTS, carry

ENDS = {"first": 0, "last": -1}


def overwritten(names: Sequence[str], step: int, chain: Chain, rules: Mapping[str, Rule]) -> SequenceGradient:
    """Of these blocks only what one step contributed"""
    whole = through(chain, rules)
    left = whole.steps[step].weights
    weights = {n: left[n] if f"d{n}" in names else block for n, block in whole.weights.items()}
    return replace(whole, weights=weights)


def apart(chain: Chain, rules: Mapping[str, Rule]) -> SequenceGradient:
    """Each step with its own cotangent alone"""
    return windows(chain, [(t, t + 1) for t in range(chain.steps)], rules)


def seed_only(chain: Chain, rules: Mapping[str, Rule]) -> SequenceGradient:
    """The gradient of the last state alone is carried; what comes in earlier is overwritten"""
    return through(chain.only(chain.steps - 1), rules)


def carried_forward(chain: Chain, rules: Mapping[str, Rule]) -> SequenceGradient:
    """The loop runs from the first step to the last and carries dh that way"""
    return stepwise(chain, rules, range(chain.steps))


def overwriting() -> list[Slipped]:
    """Every group of blocks, with the share of the first or the last step left"""
    groups = {**{name: (name,) for name in WEIGHTS}, **KINDS, **STACKED}
    return [
        Slipped(
            {},
            block=names[0],
            yours=f"{what} holds the share of the {end} step only",
            reference=f"{what} is summed over the steps",
            over_time=partial(overwritten, names, step),
        )
        for end, step in ENDS.items()
        for what, names in groups.items()
    ]


FAULT = Fault(
    code="GRU216",
    name="not-accumulated-over-time",
    backward=(
        *overwriting(),
        carry("dh = dout[t] at each step back", apart),
        carry("dout[t] is added at the last step only", seed_only),
        carry("dh is carried from the first step to the last", carried_forward),
    ),
)
