"""Where in a backward pass the gradient of the loss by each state comes down from the output layer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from gru_doctor.loaders.recording.tape import Patches, occurrence
from gru_doctor.loaders.tokens.caller import TokenCaller
from gru_doctor.loaders.tokens.fit import numbers, other_targets
from gru_doctor.records import Array, Moment
from gru_doctor.subject import Call

STEP, CLOSE = 1e-5, 1e-6


@dataclass(frozen=True)
class Upstream:
    """The place whose values are these gradients: one a step, from the last or the first on, or all
    at once with the layout `axes`."""

    site: int
    backwards: bool
    axes: str = ""

    def patches(self, cotangent: Array) -> Patches:
        """What puts cotangent (T, H) in their stead."""
        if self.axes:
            return {(self.site, 0): _shaped(cotangent if self.axes == "TH" else cotangent.T)}
        ordered = cotangent[::-1] if self.backwards else cotangent
        return {(self.site, k): _shaped(row) for k, row in enumerate(ordered)}


def upstream(caller: TokenCaller, call: Call) -> Upstream | None:
    """Found by its numbers: the finite difference of the loss by the last state, which nothing but the
    output layer reads."""
    with caller.tape.recording() as moments:
        value = caller.values(call).values[0]
    state = caller.read_states(call)[-1].ravel()
    born = next((i for i, m in enumerate(moments) if _same(m.value, state)), None)
    place = _loss(caller, call, value)
    if born is None or place is None:
        return None
    key = (moments[born].site, occurrence(moments, born))
    slope = _slope(caller, call, key, place)
    if not slope.any():
        return None
    return next(_entrances(moments, born, slope, len(call.xs)), None)


def _loss(caller: TokenCaller, call: Call, value: Any) -> int | None:
    """The place of the loss among the numbers that come back: the first that the targets move."""
    pairs = zip(numbers(caller, value), numbers(caller, other_targets(caller, call)), strict=False)
    return next((i for i, (a, b) in enumerate(pairs) if a != b), None)


def _slope(caller: TokenCaller, call: Call, key: tuple[int, int], place: int) -> Array:
    slope = np.zeros(caller.built.sizes.h)
    for i in range(len(slope)):
        ends = []
        for sign in (1, -1):
            with caller.tape.patching({key: _moved(i, sign * STEP)}):
                ends.append(numbers(caller, caller.values(call).values[0])[place])
        slope[i] = (ends[0] - ends[1]) / (2 * STEP)
    return slope


def _entrances(moments: list[Moment], born: int, slope: Array, steps: int) -> Iterator[Upstream]:
    """Places that take the slope at the last step, averaged over the steps or not."""
    for index, moment in enumerate(moments[born + 1 :], born + 1):
        if moment.value is None or moment.value.size not in (slope.size, slope.size * steps):
            continue
        count, number = sum(m.site == moment.site for m in moments), occurrence(moments, index)
        if moment.value.size == slope.size:
            if _close(moment.value.ravel(), slope, steps) and count == steps and number in (0, steps - 1):
                yield Upstream(moment.site, number == 0)
        elif count == 1:
            yield from _at_once(moment, slope, steps)


def _at_once(moment: Moment, slope: Array, steps: int) -> Iterator[Upstream]:
    assert moment.value is not None
    value = moment.value.squeeze()
    if value.shape == (steps, slope.size) and _close(value[-1], slope, steps):
        yield Upstream(moment.site, False, "TH")
    elif value.shape == (slope.size, steps) and _close(value[:, -1], slope, steps):
        yield Upstream(moment.site, False, "HT")


def _close(value: Array, slope: Array, steps: int) -> bool:
    size = float(np.abs(slope).max())
    return any(bool(np.allclose(value, c * slope, rtol=0, atol=CLOSE * size)) for c in (1, steps, 1 / steps))


def _same(value: Array | None, state: Array) -> bool:
    return value is not None and value.size == state.size and np.array_equal(value.ravel(), state)


def _moved(index: int, by: float) -> Callable[[Any], Any]:
    def moved(value: Any) -> Any:
        other = np.array(value, dtype=np.float64)
        other.flat[index] += by
        return other

    return moved


def _shaped(row: Array) -> Callable[[Any], Any]:
    return lambda value: np.array(row, dtype=np.float64).reshape(np.shape(value))
