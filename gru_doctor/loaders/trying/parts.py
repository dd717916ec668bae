"""The layers that a stack or a bidirectional layer is made of, each called by itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from gru_doctor.errors import CallTrouble, Trouble
from gru_doctor.loaders.arrays.sizes import Sizes
from gru_doctor.loaders.arrays.slots import Slot, of_user
from gru_doctor.loaders.building.choices import Workshop
from gru_doctor.loaders.building.construct import Built, builds
from gru_doctor.loaders.building.storeys import apart, stacks_of
from gru_doctor.loaders.calling.caller import Caller
from gru_doctor.loaders.calling.plan import Plan
from gru_doctor.loaders.calling.probing import probe
from gru_doctor.loaders.search import Search
from gru_doctor.loaders.trying.doubt import FORGETS, LOOKS_AHEAD, doubt
from gru_doctor.loaders.trying.fit import fitted
from gru_doctor.loaders.trying.roles import parameters
from gru_doctor.records import Array
from gru_doctor.subject import Call, Run


@dataclass(frozen=True)
class Part:
    """One layer: how to call it, its own arrays, and those of the whole that hold its numbers."""

    caller: Caller
    own: list[Slot]
    whole: list[Slot]

    def run(self, call: Call, numbers: Sequence[Slot]) -> Run:
        """This layer's code on the numbers that the whole has for it, or for one of its siblings."""
        if [s.read().shape for s in self.own] != [s.read().shape for s in numbers]:
            raise CallTrouble("these layers are of different sizes")
        rest = np.zeros((call.xs.shape[1], self.caller.built.sizes.h))
        h0 = None if self.caller.plan.state != "argument" else rest if call.h0 is None else call.h0
        kept = [s.read() for s in self.own]  # they may be the whole's own arrays
        _write(self.own, [s.read() for s in numbers])
        try:
            return self.caller.run(replace(call, h0=h0))
        finally:
            _write(self.own, kept)


def _write(slots: list[Slot], arrays: list[Array]) -> None:
    for slot, array in zip(slots, arrays, strict=True):
        slot.write(array)


def held(thing: Any, cells: frozenset[str]) -> list[Any]:
    """Objects of one of these classes that an object holds, two or more."""
    if not hasattr(thing, "__dict__") or hasattr(thing, "__code__"):
        return []
    for several in _containers(thing):
        own = [v for v in several if _layer(v) and type(v).__name__ in cells]
        if len({id(v) for v in own}) < len(own):
            return own  # one layer several times: a stack of layers that are the same
    found = {id(o): o for o in _objects(thing) if type(o).__name__ in cells}
    for part in found.values():
        alike = [p for p in found.values() if type(p) is type(part)]
        if len(alike) > 1:
            return alike
    return []


def composed(built: Built, cells: frozenset[str]) -> bool:
    """Whether an object is made of layers: of the file's own, or of a ready-made stack's."""
    return built.start is not None or bool(held(built.thing, cells))


def _objects(thing: Any) -> Iterator[Any]:
    yield from (v for several in _containers(thing) for v in several if _layer(v))


def _containers(thing: Any) -> Iterator[Any]:
    """What each attribute holds, itself where it is no list of things."""
    for value in [*vars(thing).values(), *getattr(thing, "_modules", {}).values()]:
        yield value if isinstance(value, list | tuple) else _listed(value)


def ready_made(whole: Built, slots: list[Slot]) -> tuple[Part, ...]:
    """The layers and directions that the whole holds ready-made; none where there are none."""
    found: list[Part] = []
    for alone in (one for stack in stacks_of(whole.thing) for one in apart(stack)):
        sizes = Sizes(alone.input_size, alone.hidden_size)
        built = Built(alone, whole.framework, sizes, whole.module, whole.tree)
        fit = fitted(built, Search(), 1)
        part = None if fit is None else _paired(Caller(built, fit.plan), slots)
        if part is None:
            return ()
        found.append(part)
    return tuple(found)


def _listed(value: Any) -> list[Any]:
    """The members of a ModuleList or of a dict; the value itself otherwise."""
    if isinstance(value, dict):
        return list(value.values())
    return list(value) if type(value).__name__ == "ModuleList" else [value]


def _layer(value: Any) -> bool:
    return hasattr(value, "__dict__") and not isinstance(value, type) and of_user(value)


def inside(whole: Built, things: list[Any], slots: list[Slot]) -> tuple[Part, ...]:
    """The layers that the whole holds as objects; none where one of them cannot be called alone."""
    made = [_called(whole, thing) for thing in things]
    sure = next((c for c in made if c is not None and not doubt(c, probe(c.built))), None)
    made = [c if c is sure or sure is None else _likewise(whole, thing, sure.plan) or c
            for c, thing in zip(made, things, strict=True)]  # fmt: skip
    found = [_paired(caller, slots) for caller in made if caller is not None]
    parts = tuple(p for p in found if p is not None)
    return parts if len(parts) == len(made) else ()


def _called(whole: Built, thing: Any) -> Caller | None:
    h = whole.sizes.h
    for d, units in dict.fromkeys(((whole.sizes.d, h), (h, h), (whole.sizes.d, h // 2))):
        built = Built(thing, whole.framework, Sizes(d, units), whole.module, whole.tree)
        fit = fitted(built, Search(), 1)
        # A layer that runs backwards looks ahead and forgets its first step.
        if fit is not None and fit.doubt in (0, LOOKS_AHEAD, LOOKS_AHEAD + FORGETS):
            return Caller(built, fit.plan)
    return None


def _likewise(whole: Built, thing: Any, plan: Plan) -> Caller | None:
    """A layer called as its sibling is, about which there is no doubt: one that runs backward, or drops
    a step, is easily taken for another layout."""
    for d in dict.fromkeys((whole.sizes.d, whole.sizes.h)):
        for units in dict.fromkeys((whole.sizes.h, whole.sizes.h // 2)):
            built = Built(thing, whole.framework, Sizes(d, units), whole.module, whole.tree)
            caller = Caller(built, plan)
            with suppress(Trouble):
                caller.run(probe(built))
                return caller
    return None


def _paired(caller: Caller, slots: list[Slot]) -> Part | None:
    same = {id(s.holder): s for s in slots}
    own = parameters(caller)
    if not all(id(s.holder) in same for s in own):
        return None
    return Part(caller, own, [same[id(s.holder)] for s in own])


def single(shop: Workshop, name: str, sizes: Sizes, slots: list[Slot]) -> tuple[Part, ...]:
    """The layers of a stack whose depth is an argument: the same object built with one layer, once
    for the input's size and then for the hidden size; arrays are paired in their order."""
    parts: list[Part] = []
    rest = list(slots)
    for d in (sizes.d, *[sizes.h] * (shop.layers - 1)):
        caller = _of_one(replace(shop, layers=1, sizes=(Sizes(d, sizes.h),)), name)
        if caller is None:
            return ()
        own = parameters(caller)
        mine, rest = rest[: len(own)], rest[len(own) :]
        if [s.read().shape for s in mine] != [s.read().shape for s in own]:
            return ()
        parts.append(Part(caller, own, mine))
    return () if rest else tuple(parts)


def _of_one(shop: Workshop, name: str) -> Caller | None:
    search = Search()
    try:
        for built in builds(shop, name, search):
            fit = fitted(built, search, 1)
            if fit is not None and not fit.doubt:
                return Caller(built, fit.plan)
    except Trouble:
        return None
    return None
