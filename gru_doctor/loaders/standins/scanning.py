"""The windows through which an examiner looks at a loop over time, and sets where it starts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import torch


@dataclass(frozen=True)
class ScanCall:
    """One loop as the code called it: what went in, and what came out (always a tuple here)."""

    fn: Callable[..., Any]
    sequences: tuple[Any, ...]
    outputs_info: tuple[Any, ...]
    non_sequences: tuple[Any, ...]
    n_steps: int
    go_backwards: bool
    truncate_gradient: int
    name: str | None
    outputs: tuple[Any, ...]


@dataclass
class Override:
    """An initial state to use in place of the code's own; `count` says how often it was used."""

    state: torch.Tensor
    count: int = 0


_observers: list[list[ScanCall]] = []
_overrides: list[Override] = []


@contextmanager
def observe() -> Iterator[list[ScanCall]]:
    """Yields a list that every loop run meanwhile is added to, in the order in which they end."""
    calls: list[ScanCall] = []
    _observers.append(calls)
    try:
        yield calls
    finally:
        _observers.remove(calls)


@contextmanager
def override_state(h0: torch.Tensor) -> Iterator[Override]:
    """In each loop run meanwhile, the first initial state of the shape of h0 is replaced by h0.

    The gradient reaches h0. Yields an `Override`, whose `count` stays 0 when nothing fitted.
    """
    override = Override(h0)
    _overrides.append(override)
    try:
        yield override
    finally:
        _overrides.remove(override)


def note(call: ScanCall) -> None:
    """Tell the observers of a loop."""
    for calls in _observers:
        calls.append(call)


def initial_states(states: Sequence[Any]) -> list[Any]:
    """The states a loop starts from: those given, with the innermost override in place."""
    replaced = list(states)
    if not _overrides:
        return replaced
    override = _overrides[-1]
    for i, state in enumerate(replaced):
        if state is not None and tuple(state.shape) == tuple(override.state.shape):
            replaced[i] = override.state
            override.count += 1
            break
    return replaced
