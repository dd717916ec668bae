"""What a scan is given: sequences and initial states, each with its taps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from gru_doctor.loaders.standins import scanning
from gru_doctor.loaders.standins.theano.variable import lift


@dataclass(frozen=True)
class Series:
    """A sequence, steps along the first axis in the order of the loop, and the taps fn is given.

    Tap k at step t is the entry t + k; the steps are those for which every tap exists.
    """

    value: Any
    taps: tuple[int, ...]
    backwards: bool

    @property
    def length(self) -> int:
        """The number of steps this sequence is long enough for."""
        return max(0, int(self.value.shape[0]) - self.ahead - self.behind)

    @property
    def ahead(self) -> int:
        """The entries that taps reach past the current one."""
        return max(0, *self.taps)

    @property
    def behind(self) -> int:
        """The entries that taps reach back."""
        return -min(0, *self.taps)

    def at(self, t: int) -> list[Any]:
        """The slices for step t."""
        step = self.length - 1 - t if self.backwards else t
        return [self.value[step + tap + self.behind] for tap in self.taps]


def series(sequences: Any, backwards: bool) -> tuple[Series, ...]:
    """The sequences as given: one, a list, a dict of input and taps, or None."""
    given = [] if sequences is None else sequences
    parts = given if isinstance(given, (list, tuple)) else [given]
    return tuple(_one_series(part, backwards) for part in parts)


def _one_series(part: Any, backwards: bool) -> Series:
    settings = part if isinstance(part, dict) else {"input": part}
    value = lift(settings["input"])
    if value.ndim == 0:
        raise TypeError("scan: a sequence needs at least one axis, the steps")
    return Series(value, taps_of(settings, [0]), backwards)


def taps_of(settings: dict[str, Any], default: list[int]) -> tuple[int, ...]:
    """The taps in a dict: a list or a single number."""
    taps = settings.get("taps", default)
    return tuple(map(int, taps if isinstance(taps, (list, tuple)) else [taps]))


@dataclass(frozen=True)
class Recurrence:
    """An output that is fed back: its initial value, taps, and the states before the first step."""

    initial: Any
    taps: tuple[int, ...]
    past: tuple[Any, ...]

    def check(self, value: Any, static: bool) -> None:
        """Refuse a new state of another type, or (once the code runs) of another shape.

        Theano compares the types of `initial` and of fn's result before anything runs: dtype,
        number of axes, and which of them broadcast.
        """
        state = self.past[-1]
        if value.dtype is not state.dtype or value.ndim != state.ndim:
            raise ValueError(
                f"scan: the initial state (outputs_info) is {_type(state)}, but fn returns {_type(value)}"
            )
        if static and value.broadcastable != state.broadcastable:
            raise TypeError(
                f"scan: axes of the initial state broadcast as {state.broadcastable}, of what fn "
                f"returns as {value.broadcastable} (see unbroadcast)"
            )
        if tuple(value.shape) != tuple(state.shape):
            raise ValueError(
                f"scan: the state has shape {tuple(state.shape)} and becomes {tuple(value.shape)}"
            )


def _type(value: Any) -> str:
    return f"{str(value.dtype).removeprefix('torch.')} of {value.ndim} axes"


def recurrences(outputs_info: Any) -> tuple[Recurrence | None, ...]:
    """The outputs as given: one or a list of None, an initial state, a dict of initial and taps."""
    given = [] if outputs_info is None else outputs_info
    parts = given if isinstance(given, (list, tuple)) else [given]
    settings = [part if isinstance(part, dict) else {"initial": part} for part in parts]
    states = [None if s.get("initial") is None else lift(s["initial"]) for s in settings]
    states = scanning.initial_states(states)
    return tuple(map(_one_recurrence, states, settings))


def _one_recurrence(initial: Any, settings: dict[str, Any]) -> Recurrence | None:
    if initial is None:
        return None
    taps = taps_of(settings, [-1])
    if any(tap >= 0 for tap in taps):
        raise ValueError(f"scan: the taps of an output reach back, so {list(taps)} must be negative")
    state = lift(initial)
    if taps == (-1,):
        return Recurrence(state, taps, (state,))
    depth = -min(taps)
    if state.shape[0] < depth:
        raise ValueError(f"scan: taps {list(taps)} need {depth} initial states, got {state.shape[0]}")
    return Recurrence(state, taps, tuple(state[i] for i in range(depth)))
