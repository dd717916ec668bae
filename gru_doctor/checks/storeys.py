"""Stacks whose storeys, step by step, begin at a state that is not their own."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

import numpy as np

from gru_doctor.errors import CallTrouble
from gru_doctor.records import Array
from gru_doctor.subject import Call, Composed

Start = Callable[[int, list[Array], list[Array]], Array]
"""The state that a storey begins at, by its number, the states of the step before and the new ones below."""

WAYS: Mapping[str, Start] = {
    "each storey beginning at the first one's new state": lambda k, old, new: new[0] if k else old[0],
    "each storey beginning at the first one's old state": lambda k, old, new: old[0],
    "one state for all storeys": lambda k, old, new: new[-1] if k else old[-1],
}


def mixed(subject: Composed, xs: Array) -> Iterator[tuple[str, Array, Array]]:
    """Each such way: its words, its outputs (T, B, H), and the first new state (1, B, H) that it spoils."""
    zero = np.zeros((xs.shape[1], subject.card.hidden_size))
    if np.array_equal(_step(subject, 0, xs[0], zero), _step(subject, 0, xs[0], zero + 0.5)):
        return  # its layers take no state
    for told, start in WAYS.items():
        yield told, *_walked(subject, xs, [zero] * subject.card.parts, start)


def _walked(subject: Composed, xs: Array, states: list[Array], start: Start) -> tuple[Array, Array]:
    outputs, spoiled = [], states[0]
    for t, x in enumerate(xs):
        new: list[Array] = []
        for k in range(len(states)):
            new.append(_step(subject, k, new[-1] if k else x, start(k, states, new)))
        spoiled = spoiled if t else new[1]
        states = new
        outputs.append(new[-1])
    return np.stack(outputs), spoiled[None]


def _step(subject: Composed, number: int, x: Array, h: Array) -> Array:
    made = subject.part(number, number, Call(x[None], h)).outputs
    if made is None:
        raise CallTrouble("a layer gives no sequence")
    last: Array = made[-1]
    return last
