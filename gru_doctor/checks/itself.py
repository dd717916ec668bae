"""A layer held to its own step: where no equations explain the step, the code itself says what one is, and
what the layer returns is compared with that, unrolled."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from gru_doctor.checks.stepping import steppings
from gru_doctor.equations.gru import Equation, Step
from gru_doctor.errors import Trouble
from gru_doctor.explained import Explained
from gru_doctor.records import Array
from gru_doctor.subject import Call, Subject


def by_itself(layer: Subject, explained: Explained) -> Iterator[Explained]:
    """Each way to one step of a layer, in the place of the equations that it does not follow."""
    if layer.card.level != "layer" or not layer.card.takes_state or layer.card.parts:
        return
    for way in (layer, *steppings(layer)):
        yield stepped(way, explained)


def stepped(way: Subject, explained: Explained) -> Explained:
    """The same with one way to a step of the layer."""
    return replace(explained, equations={**explained.equations, "blend": _asked(way)})


def _asked(way: Subject) -> Equation:
    """One step of the code, by the arrays that it holds at the time."""

    def itself(s: Step) -> Array:
        """h' as the code itself makes it; no numbers where it makes none of one step"""
        try:
            run = way.run(Call(s.x[None], s.h))
        except Trouble:
            return np.full_like(s.h, np.nan)
        state = run.last if run.outputs is None or not len(run.outputs) else run.outputs[-1]
        return state if state is not None and state.shape == s.h.shape else np.full_like(s.h, np.nan)

    return itself
