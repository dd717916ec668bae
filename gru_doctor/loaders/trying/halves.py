"""Both directions in one object, each with arrays of its own: each half of what it returns is taken for
what one layer returns, so that it can be examined like one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import numpy as np

from gru_doctor.loaders.arrays.parameters import gathered, random_weights
from gru_doctor.loaders.arrays.sizes import Sizes
from gru_doctor.loaders.arrays.slots import Slot
from gru_doctor.loaders.building.choices import Workshop
from gru_doctor.loaders.building.construct import Built, builds
from gru_doctor.loaders.calling.caller import Caller, Injection
from gru_doctor.loaders.calling.entries import entries
from gru_doctor.loaders.calling.inputs import Inputs
from gru_doctor.loaders.calling.plan import Plan, skeletons
from gru_doctor.loaders.calling.probing import UNFIT, probe
from gru_doctor.loaders.calling.results import returns
from gru_doctor.loaders.search import Search
from gru_doctor.loaders.trying.doubt import LOOKS_AHEAD, doubt
from gru_doctor.loaders.trying.parts import Part
from gru_doctor.loaders.trying.roles import moves
from gru_doctor.records import Array
from gru_doctor.subject import Call, Run


class Half(Caller):
    """One direction: the first units of each output, or the rest, these with time turned round."""

    def __init__(self, built: Built, plan: Plan, back: bool, inject: Injection | None = None) -> None:
        super().__init__(built, plan, inject)
        self.back = back

    def again(self, plan: Plan, inject: Injection | None = None) -> Half:
        """See Caller."""
        return Half(self.built, plan, self.back, inject)

    def values(self, call: Call, leaf: Callable[[Any], Any] = lambda a: a) -> Inputs:
        """See Caller."""
        return super().values(replace(call, xs=call.xs[::-1].copy()) if self.back else call, leaf)

    def read(self, inputs: Inputs) -> Run:
        """See Caller; the last state is that of the last output."""
        outputs = super().read(inputs).outputs
        assert outputs is not None
        mine = outputs[..., self._units]
        return Run(mine[::-1] if self.back else mine, None, mine.shape)

    def sent(self, cotangent: Array) -> Array:
        """See Caller: nothing for the other direction."""
        wide = np.zeros((*cotangent.shape[:-1], 2 * self.built.sizes.h))
        wide[..., self._units] = cotangent[::-1] if self.back else cotangent
        return wide

    @property
    def _units(self) -> slice:
        return slice(self.built.sizes.h, None) if self.back else slice(0, self.built.sizes.h)


def in_halves(shop: Workshop, name: str) -> Caller | None:
    """The object called as one whole, of twice the units; None where its outputs are no two directions."""
    search = Search()
    for built in builds(shop, name, search):
        random_weights(gathered(built), shop.generator)
        wide = replace(built, sizes=Sizes(built.sizes.d, 2 * built.sizes.h))
        for plan in _plans(wide):
            found = _called(wide, plan) if search.spend() else None
            if found is not None or search.attempts < 0:
                return found
    return None


def _plans(wide: Built) -> Iterator[Plan]:
    """Ways to call it over time, given no state."""
    for entry in entries(wide):
        for plan in skeletons(wide, entry, 1):
            roles = tuple((n, r) for n, r in plan.roles if r != "h")
            if plan.level == "layer" and not plan.listed and not {"mask", "lengths"} & {r for _, r in roles}:
                yield replace(plan, roles=roles, state="none")


def _called(wide: Built, plan: Plan) -> Caller | None:
    try:
        made = returns(wide, plan)
        if made is None or made.outputs is None:
            return None
        caller = Caller(wide, made)
        ahead = doubt(caller, probe(wide)) == LOOKS_AHEAD
        return caller if ahead and not doubt(half(caller, back=False), probe(wide)) else None
    except UNFIT:
        return None


def half(caller: Caller, *, back: bool) -> Half:
    """One direction of a whole."""
    wide = caller.built
    built = replace(wide, sizes=Sizes(wide.sizes.d, wide.sizes.h // 2))
    built.memory = wide.memory  # which knows what the calls may leave changed
    return Half(built, caller.plan, back)


def halves(caller: Caller, slots: list[Slot]) -> tuple[Part, ...]:
    """Both directions with their own arrays; none where one has none."""
    found = []
    for one in (half(caller, back=False), half(caller, back=True)):
        own = [s for s in slots if moves(one, s, probe(one.built))]
        found.append(Part(one, own, own))
    return tuple(found) if all(part.own for part in found) else ()
