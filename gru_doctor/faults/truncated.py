"""GRU309 truncated: the gradient stops between steps

What it does
    The state is detached, or the backward loop ends, after a fixed number of steps. The forward pass is
    untouched.

Why it matters
    Nothing further back than that can be learned, whatever the state could carry. Where the file offers
    it, as an option or a documented feature, it is a means to save memory, and only a warning.

Example
    for t, x in enumerate(xs):
        h = cell(x, h.detach())

Fix
    Hand h on as it is; detach between long chunks only, with their length as an option.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial

import numpy as np

from gru_doctor.equations.backward import Rule
from gru_doctor.equations.bptt import SequenceGradient
from gru_doctor.equations.chain import Chain, OverTime, through, windows
from gru_doctor.fault import Fault, Slipped

LENGTHS = (1, 2, 3)


def in_chunks(k: int, chain: Chain, rules: Mapping[str, Rule]) -> SequenceGradient:
    """Detached after every k steps from the start"""
    return windows(chain, [(t, min(t + k, chain.steps)) for t in range(0, chain.steps, k)], rules)


def in_chunks_from_end(k: int, chain: Chain, rules: Mapping[str, Rule]) -> SequenceGradient:
    """Detached before the last k steps, and every k steps before these"""
    ends = range(chain.steps, 0, -k)
    return windows(chain, [(max(end - k, 0), end) for end in ends], rules)


def per_output(k: int, chain: Chain, rules: Mapping[str, Rule]) -> SequenceGradient:
    """The gradient of each output goes back k steps"""
    starts = [max(t + 1 - k, 0) for t in range(chain.steps)]
    parts = [windows(chain.only(t), [(s, t + 1)], rules) for t, s in enumerate(starts)]
    weights = {name: sum((p.weights[name] for p in parts), np.zeros(())) for name in chain.weights}
    zero_x, zero_h = np.zeros_like(chain.xs), np.zeros_like(chain.h0)
    xs, h0 = sum((p.xs for p in parts), zero_x), sum((p.h0 for p in parts), zero_h)
    return replace(through(chain, rules), xs=xs, h0=h0, weights=weights)


def from_the_end(k: int, chain: Chain, rules: Mapping[str, Rule]) -> SequenceGradient:
    """The loop back ends after k steps"""
    return _with_h0(windows(chain, [(max(chain.steps - k, 0), chain.steps)], rules), chain)


def without_initial(cut: OverTime, chain: Chain, rules: Mapping[str, Rule]) -> SequenceGradient:
    """The initial state is detached as well, before the first step"""
    return _with_h0(cut(chain, rules), chain)


def _with_h0(gradient: SequenceGradient, chain: Chain) -> SequenceGradient:
    return replace(gradient, h0=np.zeros_like(chain.h0))


WAYS: Mapping[str, Callable[[int, Chain, Mapping[str, Rule]], SequenceGradient]] = {
    "the state is detached every {k} steps": in_chunks,
    "the state is detached every {k} steps, counted from the end": in_chunks_from_end,
    "each output's gradient goes back {k} steps": per_output,
    "the loop back ends after {k} steps": from_the_end,
}


def cut(yours: str, over_time: OverTime) -> Slipped:
    """A gradient that stops somewhere"""
    return Slipped({}, "dh.direct", yours, "the gradient goes back to the first step", None, over_time)


FAULT = Fault(
    code="GRU309",
    name="truncated",
    backward=(
        *(cut(shown.format(k=k), partial(way, k)) for shown, way in WAYS.items() for k in LENGTHS),
        cut("each step detaches the state it is given", partial(without_initial, partial(in_chunks, 1))),
        cut("h0 is detached", partial(without_initial, through)),
    ),
)
