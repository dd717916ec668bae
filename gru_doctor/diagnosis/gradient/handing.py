"""The last assignment to what a backward pass hands on: where something missing is missed."""

from __future__ import annotations

import re
from collections.abc import Iterable

import numpy as np

from gru_doctor.closeness import recognised
from gru_doctor.diagnosis.gradient.reversal import ENDS, Reversal
from gru_doctor.diagnosis.locating.flow import PASSED_ON, Flow
from gru_doctor.records import Array


def falls_short(stage: Reversal) -> int | None:
    """The last assignment to the first returned quantity that is not the right total."""
    for name, total in ENDS.items():
        right = sum((stage.right[p] for p in total), np.zeros(1))
        given = stage.given.get(name)
        if given is not None and not recognised(np.squeeze(given)[..., -1:], np.squeeze(right)[..., -1:]):
            return _last(stage.flow, given)
    wrong = [array for name, array in stage.given.items() if not recognised(array, stage.due.get(name))]
    return _first(_last(stage.flow, array) for array in (*wrong, *stage.given.values()))


def _first(nodes: Iterable[int | None]) -> int | None:
    return next((node for node in nodes if node is not None), None)


def _last(flow: Flow, value: Array) -> int | None:
    node = next(flow.producing(value), None)
    return None if node is None else assigned(flow, node)


def assigned(flow: Flow, node: int) -> int:
    """From a name to what it was bound to, and so on."""
    while flow.site(node).kind in PASSED_ON:
        operands = flow.operands(node)
        if not operands:
            return node
        node = operands[-1]
    return node


def handed_on(stage: Reversal, block: str) -> int | None:
    """The last assignment, in the function that returns it, to the gradient of a block."""
    place = stage.reading.places.get(block[1:])
    if place is None:
        return None
    if place.parameter not in stage.given:
        return _named(stage.flow, place.parameter)
    node = next(stage.flow.producing(stage.given[place.parameter]), None)
    while node is not None and stage.flow.site(node).kind in PASSED_ON:
        bound = stage.flow.binding(node)
        if bound is None or stage.flow.site(bound).function != stage.flow.site(node).function:
            return node
        node = bound
        if stage.flow.site(node).target is not None:
            return node
    return node


def _named(flow: Flow, parameter: str) -> int | None:
    """The last assignment to what is called as the parameter is: only ever for want of numbers."""
    targets = [(i, flow.site(i).target or "") for i in range(len(flow.trace.moments))]
    return max((i for i, target in targets if last_word(parameter) in target), default=None)


def last_word(parameter: str) -> str:
    """The last word of a name such as `params["U_r"]`."""
    return re.split(r"\W+", parameter.rstrip("'\"]) "))[-1]
