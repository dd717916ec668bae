"""GRU308 off-by-one: the first or the last step is dropped or repeated

What it does
    The loop starts at 1 or stops before the end, reads x[t − 1] for x[t], stores the state before the
    step, or returns a list that has h0 in front without its last entry. A list that holds one array,
    changed in place, repeats the last state at every step.

Why it matters
    One input is never read, or each output is one step late. The last input is often the one that
    carries the answer.

Example
    for t in range(T - 1):
        h = cell(x[t], h)

Fix
    for t in range(T), h = cell(x[t], h) first and outputs.append(h) after it; with h0 in front of the
    list return outputs[1:].
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np

from gru_doctor.equations.backward import Rule
from gru_doctor.equations.bptt import SequenceGradient
from gru_doctor.equations.chain import Chain, OverTime, through
from gru_doctor.equations.layer import Layer, Returned, Sequence
from gru_doctor.fault import Fault, Slipped, Strayed
from gru_doctor.records import Array
from gru_doctor.strays import around, at, carrying, last_of

ORDERS: Mapping[str, Callable[[int], list[int]]] = {
    "for t in range(1, T)": lambda steps: list(range(1, steps)),
    "for t in range(T − 1)": lambda steps: list(range(steps - 1)),
    "for t in range(2, T)": lambda steps: list(range(2, steps)),
    "for t in range(1, T − 1)": lambda steps: list(range(1, steps - 1)),
    "x[t − 1] at step t": lambda steps: [t - 1 for t in range(steps)],
    "x[max(t − 1, 0)] at step t": lambda steps: [max(t - 1, 0) for t in range(steps)],
    "x[t + 1] at step t, round to x[0]": lambda steps: [(t + 1) % steps for t in range(steps)],
    "x[min(t + 1, T − 1)] at step t": lambda steps: [min(t + 1, steps - 1) for t in range(steps)],
    "x[0] is read twice": lambda steps: [0, *range(steps)],
    "x[T − 1] is read twice": lambda steps: [*range(steps), steps - 1],
    "x[0] at each step": lambda steps: [0] * steps,
    "x[T − 1] at each step": lambda steps: [steps - 1] * steps,
}


def zeros_behind(returned: Returned, s: Sequence) -> Returned:
    """As many outputs as steps: zeros stay in an array made beforehand, at its end"""
    return replace(returned, outputs=_joined(returned.outputs, _lacking(returned, s, 0 * s.h0)))


def zeros_before(returned: Returned, s: Sequence) -> Returned:
    """The same with the zeros at the start"""
    return replace(returned, outputs=_joined(_lacking(returned, s, 0 * s.h0), returned.outputs))


def last_again(returned: Returned, s: Sequence) -> Returned:
    """As many outputs as steps: the last state stands in the place of those that were not computed"""
    again = _lacking(returned, s, last_of(returned, s.h0))
    return replace(returned, outputs=_joined(returned.outputs, again))


def initial_before(returned: Returned, s: Sequence) -> Returned:
    """As many outputs as steps, from a list that begins with h0"""
    return replace(returned, outputs=_joined(_lacking(returned, s, s.h0), returned.outputs))


def _lacking(returned: Returned, s: Sequence, row: Array) -> Array:
    """The row once for each output that is lacking, (T − outputs, B, H)."""
    return np.repeat(row[None], max(len(s.xs) - len(returned.outputs), 0), axis=0)


def _joined(first: Array, then: Array) -> Array:
    return np.concatenate([first, then])


def late(returned: Returned, s: Sequence) -> Returned:
    """The state before each step; the last state is right"""
    return replace(returned, outputs=np.concatenate([s.h0[None], returned.outputs[:-1]]))


def late_and_last(returned: Returned, s: Sequence) -> Returned:
    """The state before each step, and the last of these"""
    outputs = late(returned, s).outputs
    return Returned(outputs, last_of(Returned(outputs, s.h0), s.h0))


def without_first(returned: Returned, s: Sequence) -> Returned:
    """outputs[1:]"""
    return replace(returned, outputs=returned.outputs[1:])


def without_last(returned: Returned, s: Sequence) -> Returned:
    """outputs[:-1]; the last state is right"""
    return replace(returned, outputs=returned.outputs[:-1])


def without_last_and_last(returned: Returned, s: Sequence) -> Returned:
    """outputs[:-1], and the last of these"""
    outputs = returned.outputs[:-1]
    return Returned(outputs, last_of(Returned(outputs, s.h0), s.h0))


def initial_at_end(returned: Returned, s: Sequence) -> Returned:
    """T + 1 outputs with h0 behind them: an array whose entry −1 held it"""
    return replace(returned, outputs=np.concatenate([returned.outputs, s.h0[None]]))


def initial_over_last(returned: Returned, s: Sequence) -> Returned:
    """T outputs, the first of which stands twice and the last not at all"""
    shifted = np.concatenate([returned.outputs[:1], returned.outputs[:-1]])
    return replace(returned, outputs=shifted)


def one_array(returned: Returned, s: Sequence) -> Returned:
    """The last state at every step"""
    return replace(returned, outputs=np.repeat(returned.outputs[-1:], len(s.xs), axis=0))


def early_mask(s: Sequence) -> Sequence:
    """The mask of the step before"""
    return s if s.mask is None else replace(s, mask=np.concatenate([np.ones_like(s.mask[:1]), s.mask[:-1]]))


def round_mask(s: Sequence) -> Sequence:
    """mask[t − 1], which at the first step is the last one"""
    return s if s.mask is None else replace(s, mask=np.roll(s.mask, 1, axis=0))


def late_mask(s: Sequence) -> Sequence:
    """The mask of the step after"""
    return s if s.mask is None else replace(s, mask=np.concatenate([s.mask[1:], np.zeros_like(s.mask[:1])]))


def extra_step(s: Sequence, t: int, h: Array) -> Array:
    """The step is applied twice to each input"""
    once = s.held(t, s.step(t, h), h)
    return s.held(t, s.step(t, once), once)


def shortened(start: int, stop: int, chain: Chain, rules: Mapping[str, Rule]) -> SequenceGradient:
    """The loop back leaves out steps at one end; their dx stays zero"""
    part = through(chain.part(start, chain.steps + stop), rules)
    xs = np.zeros_like(chain.xs)
    xs[start : chain.steps + stop] = part.xs
    return replace(part, xs=xs)


def without_first_step(chain: Chain, rules: Mapping[str, Rule]) -> SequenceGradient:
    """for t in reversed(range(1, T))"""
    return shortened(1, 0, chain, rules)


def without_last_step(chain: Chain, rules: Mapping[str, Rule]) -> SequenceGradient:
    """for t in reversed(range(T − 1))"""
    return shortened(0, -1, chain, rules)


def one_step_short(chain: Chain, rules: Mapping[str, Rule]) -> SequenceGradient:
    """The gradient of h0 is the one that reached the first output"""
    whole = through(chain, rules)
    return replace(whole, h0=whole.states[1] if chain.steps else whole.h0)


LOOP, OUTPUTS = "h = step(x[t], h) for t in range(T)", "outputs[t] = states[t]"
RESULTS: Mapping[str, Callable[[Returned, Sequence], Returned]] = {
    "outputs[t] is the state before step t": late,
    "outputs[t] is the state before step t, last = outputs[-1]": late_and_last,
    "outputs = states[1:]": without_first,
    "outputs = states[:-1]": without_last,
    "outputs = states[:-1], last = outputs[-1]": without_last_and_last,
    "outputs end with h0": initial_at_end,
    "outputs[0] stands twice": initial_over_last,
    "every output is the last state": one_array,
}
LAYERS: Mapping[str, Layer] = {
    "the mask of step t − 1 at step t": around(early_mask),
    "the mask of step t − 1 at step t, round to the last": around(round_mask),
    "the mask of step t + 1 at step t": around(late_mask),
    "each input is read twice": carrying(extra_step),
}
BACK: Mapping[str, OverTime] = {
    "for t in reversed(range(1, T))": without_first_step,
    "for t in reversed(range(T − 1))": without_last_step,
    "dh0 = the gradient of the first output": one_step_short,
}
SHORT = tuple(ORDERS)[:4]
KEPT = zeros_behind, zeros_before, last_again, initial_before
"""What may stand for the outputs of the steps that were left out."""
INDEXED = (*tuple(ORDERS)[4:8], *tuple(ORDERS)[10:])
"""The index of x alone is wrong: the mask is read at its own step."""

FAULT = Fault(
    code="GRU308",
    name="off-by-one",
    backward=tuple(
        Slipped({}, "dh.direct", yours, "for t in reversed(range(T))", over_time=back)
        for yours, back in BACK.items()
    ),
    sequence=(
        *(Strayed(around(at(order)), yours, LOOP) for yours, order in ORDERS.items()),
        *(Strayed(around(at(ORDERS[y], masks=False)), y, LOOP) for y in INDEXED),
        *(Strayed(around(at(ORDERS[y]), kept), y, LOOP) for y in SHORT for kept in KEPT),
        *(Strayed(around(after=after), yours, OUTPUTS) for yours, after in RESULTS.items()),
        *(Strayed(layer, yours, LOOP) for yours, layer in LAYERS.items()),
    ),
)
