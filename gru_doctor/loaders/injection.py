"""Giving an initial state to code that takes none: through an attribute, or by replacing the zeros
it starts from."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from itertools import chain
from typing import Any

import numpy as np

from gru_doctor.errors import Trouble
from gru_doctor.loaders.caller import Caller, Injection
from gru_doctor.loaders.names import STATE
from gru_doctor.loaders.probing import probe, whole
from gru_doctor.loaders.roles import changed
from gru_doctor.loaders.slots import Slot
from gru_doctor.loaders.tape import Tape, occurrence
from gru_doctor.loaders.unstarted import unstarted
from gru_doctor.records import Moment

LEARNED = "it starts from {}, which is learned; examined from zeros, and from states in its place"


def injected(caller: Caller, tape: Tape) -> Caller:
    """The caller with a way in for h0, where one can be found; else as it was."""
    if caller.plan.state != "none":
        return caller
    for found in chain(_through_attributes(caller), _through_zeros(caller, tape), _through_calls(caller)):
        if _works(found):
            return found
    return caller


def from_learned(caller: Caller, tape: Tape, slots: list[Slot]) -> tuple[Caller, list[Slot], list[str]]:
    """The caller with h0 in place of a start that is learned, the other arrays, and a note of it; else all
    as it was. The array is zero from now on, as it is before training; where a state is given nothing
    else may read it."""
    if caller.plan.state != "none" or caller.plan.level != "layer":
        return caller, slots, []
    h = caller.built.sizes.h
    for slot in sorted((s for s in slots if s.read().size == h), key=lambda s: not STATE.match(s.name)):
        kept = slot.read()
        slot.write(np.zeros_like(kept))
        for found in _through_zeros(caller, tape):
            if _works(found) and _silent(found, slot):
                return found, [s for s in slots if s is not slot], [LEARNED.format(slot.name)]
        slot.write(kept)
    return caller, slots, []


def _silent(caller: Caller, slot: Slot) -> bool:
    """Whether a call with a state never reads an array."""
    call = probe(caller.built)
    with changed(slot):
        moved = whole(caller.run(call))
    return np.array_equal(moved, whole(caller.run(call)))


def _through_attributes(caller: Caller) -> Iterator[Caller]:
    thing = caller.built.thing
    if not hasattr(thing, "__dict__") or hasattr(thing, "__code__"):
        return
    for name in vars(thing):
        if name.lstrip("_").lower().startswith(("h", "state", "s", "prev", "last")):
            plan = replace(caller.plan, state=f"attribute:{name}")
            yield caller.again(plan)


def _through_calls(caller: Caller) -> Iterator[Caller]:
    """In the place of the zeros that a ready-made layer starts from where the code passes no state."""
    for starting, layouts in unstarted(caller.built.thing):
        for axes in layouts:
            yield caller.again(replace(caller.plan, state="inject", h_axes=axes), starting)


def _through_zeros(caller: Caller, tape: Tape) -> Iterator[Caller]:
    call = replace(probe(caller.built), h0=None)
    row = next(caller.rows(call))
    with tape.recording() as moments:
        caller.run(row)
    b, h = row.xs.shape[1], caller.built.sizes.h
    shapes = {(b, h), (h, b), (1, b, h), (h,), (1, h), (h, 1), (b, 1, h)} | ({(h,)} if b == 1 else set())
    for i, moment in enumerate(moments):
        if _zeros(moment, shapes) and moment.value is not None and _first(tape, moments, i, shapes):
            axes = _axes(moment.value.shape, b, h)
            plan = replace(caller.plan, state="inject", h_axes=axes)
            yield caller.again(plan, _replacing(tape, moments, i))


def _zeros(moment: Moment, shapes: set[tuple[int, ...]]) -> bool:
    value = moment.value
    return value is not None and value.shape in shapes and value.dtype.kind == "f" and not value.any()


def _first(tape: Tape, moments: list[Moment], i: int, shapes: set[tuple[int, ...]]) -> bool:
    """Whether zeros come into the run here: not made of zeros that were there already and of something
    else, as the product of a zero state is, and not read again elsewhere by the same name."""
    operands = range(moments[i].begin, i)
    before = [j for j in operands if _zeros(moments[j], shapes)]
    beside = set(operands) - {k for j in before for k in range(moments[j].begin, j + 1)}
    values = [moments[k].value for k in beside]
    if before and any(v is not None and v.dtype.kind == "f" and v.any() for v in values):
        return False
    site = tape.sites[moments[i].site]
    others = (m for j, m in enumerate(moments) if j != i and tape.sites[m.site].text == site.text)
    return site.kind != "Name" or not any(_zeros(m, shapes) for m in others)


def _axes(shape: tuple[int, ...], b: int, h: int) -> str:
    names = {b: "B", h: "H"}
    letters = [("H" if n == h else "B" if n == b and b > 1 else "1") for n in shape]
    return "".join(letters) if "H" in letters else "".join(names.get(n, "1") for n in shape)


def _replacing(tape: Tape, moments: list[Moment], index: int) -> Injection:
    key = (moments[index].site, occurrence(moments, index))

    @contextmanager
    def patched(state: Any) -> Iterator[None]:
        with tape.patching({key: lambda _: state}):
            yield

    def inject(state: Any) -> AbstractContextManager[Any]:
        return patched(state)

    return inject


def _works(caller: Caller) -> bool:
    """Another state gives another output, and zeros give what the code gives by itself."""
    call = probe(caller.built)
    assert call.h0 is not None
    try:
        moved = whole(caller.run(call))
        at_zero = whole(caller.run(replace(call, h0=np.zeros_like(call.h0))))
        alone = whole(caller.run(replace(call, h0=None)))
    except (Trouble, TypeError, ValueError, RuntimeError):
        return False
    return bool(np.array_equal(at_zero, alone) and not np.array_equal(moved, at_zero))
