"""A scan whose inputs still wait: fn is called once on placeholders to learn its outputs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from gru_doctor.loaders.standins.theano import outcomes
from gru_doctor.loaders.standins.theano.deferred import Deferred, Placeholder
from gru_doctor.loaders.standins.theano.loop import listed, run
from gru_doctor.loaders.standins.theano.ops import unrecorded
from gru_doctor.loaders.standins.theano.ranks import rank
from gru_doctor.loaders.standins.theano.scan_inputs import taps_of
from gru_doctor.loaders.standins.theano.variable import lift


def postponed(
    fn: Callable[..., Any], given: tuple[Any, ...], settings: dict[str, Any]
) -> tuple[list[Any], Any]:
    """One deferred output for each that fn returns on placeholders, and no updates."""
    sequences, outputs_info, non_sequences, _ = given
    slices = [slot for part in listed(sequences) for slot in _slices(part)]
    states = [slot for part in listed(outputs_info) for slot in _states(part)]
    with unrecorded():
        outcome = outcomes.read(fn(*slices, *states, *map(lift, listed(non_sequences))))

    def both(*values: Any) -> list[Any]:
        outputs, updates = run(fn, values, **settings)
        return [*outputs, *updates.values()]

    whole = Deferred(both, given, {})
    ranks = [1 + rank(value) for value in outcome.values]
    whole.ranks = [*ranks, *map(rank, outcome.updates.values())]
    parts: list[Any] = [Deferred(step, (whole, i), {}) for i in range(len(ranks) + len(outcome.updates))]
    return parts[: len(ranks)], outcomes.Updates(zip(outcome.updates, parts[len(ranks) :], strict=True))


def step(whole: Any, i: int) -> Any:
    """One of the parts of a scan that has run."""
    return whole[i]


def _slices(part: Any) -> list[Placeholder]:
    settings = part if isinstance(part, dict) else {"input": part}
    value = lift(settings["input"])
    return [_slot(value, rank(value) - 1) for _ in taps_of(settings, [0])]


def _states(part: Any) -> list[Placeholder]:
    settings = part if isinstance(part, dict) else {"initial": part}
    if settings.get("initial") is None:
        return []
    value, taps = lift(settings["initial"]), taps_of(settings, [-1])
    return [_slot(value, rank(value) - (taps != (-1,))) for _ in taps]


def _slot(value: Any, ndim: int) -> Placeholder:
    dtype = str(getattr(value, "dtype", "float64")).removeprefix("torch.")
    return Placeholder("of a scan step", dtype, ndim)
