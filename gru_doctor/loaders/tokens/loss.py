"""Gradients of a loss whose backward pass is written in the same function.

Its gradient of the states, as the output layer hands it down, is replaced by the one that is asked
about; what the function then returns is the gradient of that.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from gru_doctor.errors import CallTrouble, NotExamined, Trouble
from gru_doctor.loaders.arrays.slots import Slot
from gru_doctor.loaders.calling.entries import code_of
from gru_doctor.loaders.calling.plan import entry_of
from gru_doctor.loaders.calling.probing import probe
from gru_doctor.loaders.gradients.backward import return_names
from gru_doctor.loaders.gradients.handwritten import last_only
from gru_doctor.loaders.gradients.returned import Asked, sorted_out
from gru_doctor.loaders.gradients.sums import summed
from gru_doctor.loaders.tokens.caller import TokenCaller
from gru_doctor.loaders.tokens.upstream import Upstream, upstream
from gru_doctor.records import Array
from gru_doctor.subject import Call, Gradient, Repeated

SMALL = 2.0**-12
"""A gradient this small is clipped nowhere; a power of two, so that no digit is lost."""
CLOSE = 1e-5


@dataclass
class FromLoss:
    """Answers the gradient of a Subject; `factor` is the number of steps where the code divides by it
    in the end, else 1."""

    caller: TokenCaller
    slots: list[Slot]
    upstream: Upstream
    averaged: bool = False

    def gradient(self, call: Call, cotangent: Array) -> Gradient:
        """See Subject; what raises becomes the complaint."""
        whole = cotangent if cotangent.ndim == 3 else last_only(cotangent, len(call.xs))
        try:
            rows = [self._row(row, whole[:, b]) for b, row in enumerate(self.caller.rows(call))]
        except CallTrouble as trouble:
            return Gradient(None, None, {}, trouble.message)
        return rows[0] if len(rows) == 1 else summed(rows)

    def repeated(self, call: Call, cotangent: Array) -> Repeated:
        """See Subject; here a forward pass comes with every backward."""
        raise NotExamined("the backward pass cannot be called on its own")

    def _row(self, call: Call, cotangent: Array) -> Gradient:
        if self.caller.tape.is_recording:
            return Gradient(None, None, self.returned(call, cotangent))
        small, rest = self.returned(call, cotangent * SMALL), self.returned(call, cotangent * 0)
        factor = len(call.xs) if self.averaged else 1
        # What does not come from the state, such as a weight decay, is in both.
        return Gradient(None, None, {n: factor * (small[n] - rest[n]) / SMALL for n in small if n in rest})

    def returned(self, call: Call, cotangent: Array) -> dict[str, Array]:
        """The gradients that come back where cotangent (T, H) is handed down to the states."""
        with self.caller.tape.patching(self.upstream.patches(cotangent)):
            value = self.caller.values(call).values[0]
        return gradients(self.caller, self.slots, value)


def from_loss(caller: TokenCaller, slots: list[Slot]) -> FromLoss | None:
    """The gradient of the loss, where it comes back and the place is found where it enters the states."""
    call = next(caller.rows(probe(caller.built, 3)))
    try:
        if not gradients(caller, slots, caller.values(call).values[0]):
            return None
        entrance = upstream(caller, call)
        if entrance is None:
            return None
        found = FromLoss(caller, slots, entrance)
        found.averaged = _averaged(found, call)
    except Trouble:
        return None
    return found


def gradients(caller: TokenCaller, slots: list[Slot], value: Any) -> dict[str, Array]:
    """The gradients in what came back, by parameter; neither the loss nor the state is one."""
    built, plan = caller.built, caller.plan
    named = getattr(entry_of(built.thing, plan), "names", ())
    names = named or return_names(code_of(built, plan.entry))
    places = {leaf.path[0] for leaf in (plan.outputs, plan.last) if leaf is not None and leaf.path}
    if isinstance(value, list | tuple):
        value = type(value)(None if i in places else part for i, part in enumerate(value))
    held = {} if built.is_function else vars(built.thing)
    return sorted_out(value, held, Asked((None, "x"), (None, "h"), slots, names), built.framework).weights


def _averaged(found: FromLoss, call: Call) -> bool:
    """Whether every gradient is the true one divided by the steps: the code averages in the end."""
    generator = np.random.default_rng(3)
    cotangent = np.zeros((len(call.xs), found.caller.built.sizes.h))
    cotangent[-1] = generator.normal(size=cotangent.shape[1])
    weights = found._row(call, cotangent).weights
    ratios = [
        float((weights[slot.name] * along).sum()) / slope
        for slot in found.slots
        if slot.name in weights
        for along in [generator.normal(size=slot.read().shape)]
        if (slope := _slope(found.caller, slot, along, (call, cotangent[-1])))
    ]
    return bool(ratios) and bool(np.allclose(np.array(ratios) * len(call.xs), 1, atol=CLOSE))


def _slope(caller: TokenCaller, slot: Slot, along: Array, of: tuple[Call, Array]) -> float:
    """The finite difference of the weighted last state along one direction of a parameter."""
    kept, (call, weights), step = slot.read(), of, 1e-5
    ends = []
    for sign in (1, -1):
        slot.write(kept + sign * step * along)
        ends.append(float(caller.read_states(call)[-1].ravel() @ weights))
    slot.write(kept)
    return (ends[0] - ends[1]) / (2 * step)
