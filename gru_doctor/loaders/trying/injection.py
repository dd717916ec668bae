"""Giving an initial state to code that takes none: through an attribute, or by replacing the zeros
it starts from."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from functools import partial
from itertools import chain
from typing import Any

import numpy as np

from gru_doctor.loaders.arrays.slots import Slot
from gru_doctor.loaders.calling.caller import Caller, Injection
from gru_doctor.loaders.calling.probing import UNFIT, probe, whole
from gru_doctor.loaders.recording.tape import Tape, occurrence
from gru_doctor.loaders.text.names import STATE
from gru_doctor.loaders.trying.roles import changed
from gru_doctor.loaders.trying.unstarted import unstarted
from gru_doctor.records import Array, Moment
from gru_doctor.subject import Call

CLOSE = 1e-9
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
    named = [n for n in vars(thing) if n.lstrip("_").lower().startswith(("h", "state", "s", "prev", "last"))]
    for name in dict.fromkeys([*named, *_left(caller)]):
        yield caller.again(replace(caller.plan, state=f"attribute:{name}"))


def _left(caller: Caller) -> list[str]:
    """The attributes in which a call leaves other numbers."""
    held = vars(caller.built.thing)
    before = {n: np.array(v) for n, v in held.items() if isinstance(v, np.ndarray)}
    caller.run(replace(probe(caller.built), carried=True))
    left = [n for n, v in before.items() if not np.array_equal(v, held.get(n, v))]
    caller.built.memory.restore()
    return left


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
    yield from _through_rows(caller, tape, moments)
    for i, moment in enumerate(moments):
        if not _zeros(moment, shapes) or moment.value is None or not _first(tape, moments, i, shapes):
            continue
        for axes in _layings(_axes(moment.value.shape, b, h), b):
            plan = replace(caller.plan, state="inject", h_axes=axes)
            found = caller.again(plan, _replacing(tape, moments, i))
            if not _taken(tape, moments, i) or _whole(found):
                yield found


def _through_rows(caller: Caller, tape: Tape, moments: list[Moment]) -> Iterator[Caller]:
    """The states kept in one array of zeros with a row more than there are steps, the first or, by an index
    of −1, the last of which is what the first step reads."""
    leaf = caller.plan.outputs
    if leaf is None or not leaf.skip:
        return
    axis, h_axes = leaf.axes.index("T"), leaf.axes.replace("T", "")
    call = probe(caller.built)
    extent = {"T": len(call.xs) + 1, "B": call.xs.shape[1], "H": caller.built.sizes.h, "1": 1}
    shape = tuple(extent[a] for a in leaf.axes)
    row = 0 if leaf.skip > 0 else -1
    made = next((i for i, m in enumerate(moments) if _zeros(m, {shape})), None)
    if made is not None:
        plan = replace(caller.plan, state="inject", h_axes=h_axes)
        key = (moments[made].site, occurrence(moments, made))
        yield caller.again(plan, _patching(tape, key, partial(_started, axis, row)))


def _started(axis: int, row: int, state: Any, rows: Any) -> Any:
    """The rows with the state in the place of the first that is read."""
    np.moveaxis(rows, axis, 0)[row] = state
    return rows


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


def _layings(axes: str, b: int) -> Iterator[str]:
    """Zeros as they lie, and, where one row of them starts all samples, with a row for each."""
    yield axes
    if "B" not in axes and b > 1:
        yield axes.replace("1", "B", 1) if "1" in axes else f"B{axes}"


def _replacing(tape: Tape, moments: list[Moment], index: int) -> Injection:
    key = (moments[index].site, occurrence(moments, index))
    return _patching(tape, key, lambda state, _: state)


def _patching(tape: Tape, key: tuple[int, int], put: Callable[[Any, Any], Any]) -> Injection:
    @contextmanager
    def patched(state: Any) -> Iterator[None]:
        with tape.patching({key: partial(put, state)}):
            yield

    def inject(state: Any) -> AbstractContextManager[Any]:
        return patched(state)

    return inject


def _taken(tape: Tape, moments: list[Moment], i: int) -> bool:
    """Whether zeros are read from what was there before the run, and may be read elsewhere too."""
    whole = moments[i].value
    values = [moments[j].value for j in range(moments[i].begin, i)]
    copied = any(v is not None and whole is not None and v.size == whole.size and not v.any() for v in values)
    return copied or tape.sites[moments[i].site].kind == "Subscript"


def _whole(caller: Caller) -> bool:
    """Whether what may be read elsewhere too is all of the state: the sequence goes on from where its first
    step ends as it does at once."""
    call = replace(probe(caller.built), h0=None)
    try:
        first = _end(caller, replace(call, xs=call.xs[:1]))
        rest, once = _end(caller, replace(call, xs=call.xs[1:], h0=first)), _end(caller, call)
    except UNFIT:
        return False
    return rest.shape == once.shape and bool(np.allclose(rest, once, rtol=0, atol=CLOSE))


def _end(caller: Caller, call: Call) -> Array:
    """The state after the last step."""
    run = caller.run(call)
    end: Array = whole(run) if run.outputs is None else run.outputs[-1]
    return end


def _works(caller: Caller) -> bool:
    """Another state gives another output, and zeros give what the code gives by itself."""
    call = probe(caller.built)
    assert call.h0 is not None
    try:
        moved = whole(caller.run(call))
        at_zero = whole(caller.run(replace(call, h0=np.zeros_like(call.h0))))
        alone = whole(caller.run(replace(call, h0=None)))
    except UNFIT:
        return False
    return bool(np.array_equal(at_zero, alone) and not np.array_equal(moved, at_zero))
