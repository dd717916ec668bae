"""Models that return what an output layer makes of their states, and no state.

They are read at the last place of a run through which all that they return goes, and where nothing has been
made of the states yet but picking and stacking them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from gru_doctor.loaders.building.cut import Cut, Picked
from gru_doctor.loaders.building.storeys import sent_back
from gru_doctor.loaders.calling.caller import Caller
from gru_doctor.loaders.calling.leaves import flatten, sequences, states
from gru_doctor.loaders.calling.probing import probe
from gru_doctor.loaders.recording.tape import Tape
from gru_doctor.records import Array, Moment
from gru_doctor.subject import Call

SEVERAL = ("Tuple", "List")  # the states of two directions, it may be


def cut_in(caller: Caller, tape: Tape) -> Cut | None:
    """The last place, in a run by this plan, that will do; None where there is none, or where the states come
    back themselves."""
    call = next(caller.rows(probe(caller.built)))
    with tape.recording() as moments, sent_back(caller.built.thing) as ready:
        given = returned(caller, call)
    met, steps = Counter(m.site for m in moments), len(call.xs)
    pool = _numbers([*(m.value for m in moments if met[m.site] >= steps), *ready])
    if tape.truncated or any(_shaped(caller, a, False) and np.isin(a, pool).all() for a in given):
        return None
    likely = _likely(caller, moments, pool, steps)
    if 0 < _reach(caller, call) < steps - 2:  # a state in the middle is picked, which may well be meant
        likely = ((i, each) for i, each in likely if each or _storied(caller, moments[i].value))
    found = (Cut(tape, moments[i].site, each) for i, each in likely)
    found = (cut for cut in found if tape.sites[cut.site].kind not in SEVERAL)
    return next((cut for cut in found if _all_of_it(caller, cut, call)), None)


def _likely(caller: Caller, moments: list[Moment], pool: Array, steps: int) -> Iterator[tuple[int, bool]]:
    """The moments whose value is states and nothing more, the last first; whether there is one a step."""
    met = Counter(m.site for m in moments)
    for i in range(len(moments) - 1, -1, -1):
        times, value = met[moments[i].site], moments[i].value
        if value is None or times not in (1, steps) or not _shaped(caller, value, times == steps):
            continue
        if _carried(moments, i) if times == steps else np.isin(value, pool).all():
            yield i, times == steps


def _shaped(caller: Caller, value: Array, each: bool) -> bool:
    """Whether a value has the shape of a state, or of all of them."""
    one = any(states(value, caller.built.framework, _sizes(caller), None))
    return one or (not each and _storied(caller, value))


def _storied(caller: Caller, value: Array | None) -> bool:
    """Whether a value has the shape of the states of all steps."""
    return any(sequences(value, caller.built.framework, _sizes(caller)))


def _sizes(caller: Caller) -> dict[str, int]:
    built, call = caller.built, next(caller.rows(probe(caller.built)))
    return {"T": call.xs.shape[0], "B": call.xs.shape[1], "D": built.sizes.d, "H": built.sizes.h}


def _numbers(values: list[Array | None]) -> Array:
    """Every number in them, and the zero that a loop starts from."""
    found = [v.ravel() for v in values if v is not None and v.dtype.kind == "f"]
    return np.unique(np.concatenate([np.zeros(1), *found]))


def _carried(moments: list[Moment], last: int) -> bool:
    """Whether what an expression gave at each step is read again, as it is, in the step after that."""
    turns = [i for i, m in enumerate(moments) if m.site == moments[last].site]
    starts = _starts(moments, turns)
    return bool(starts) and all(
        any(_same(m.value, moments[turn].value) for m in moments[begin:end])
        for turn, begin, end in zip(turns, starts[1:], turns[1:], strict=False)
    )


def _starts(moments: list[Moment], turns: list[int]) -> list[int]:
    """Where each turn of the loop that these moments stand in begins."""
    places: dict[int, list[int]] = {}
    for i, moment in enumerate(moments):
        places.setdefault(moment.site, []).append(i)
    alike = (p for p in places.values() if len(p) == len(turns))
    return next((p for p in alike if p[0] <= turns[0] < p[1]), [])


def _same(one: Array | None, other: Array | None) -> bool:
    return one is not None and other is not None and np.array_equal(one, other)


def _all_of_it(caller: Caller, cut: Cut, call: Call) -> bool:
    """Whether another input changes nothing where the values at the cut stay what they were."""
    other = replace(call, xs=call.xs * 0.5)
    with cut.keeping(len(call.xs)) as found:
        first = returned(caller, call)
    with cut.keeping(len(call.xs), found):
        second = returned(caller, other)
    free = returned(caller, other)
    return bool(first) and alike(first, second) and not alike(first, free)


def returned(caller: Caller, call: Call) -> list[Array]:
    """The arrays that the code itself returns."""
    cut, caller.built.cut = caller.built.cut, None
    try:
        value = caller.values(call).values[0]
    finally:
        caller.built.cut = cut
    return [array for _, array in flatten(value, caller.built.framework)]


def picked_from(caller: Caller) -> Picked | None:
    """What the output layer is given of the states along time; None where it may be all of them, in order."""
    leaf, call = caller.plan.outputs, next(caller.rows(probe(caller.built)))
    if leaf is None or leaf.skip or leaf.path:
        return None
    steps, before = len(call.xs), returned(caller, call)
    moved = [_moved(before, returned(caller, _shifted(call, step)), steps) for step in range(steps)]
    last = _reach(caller, call)
    if last in (0, steps - 2) and not any(moved):
        return Picked(leaf.axes.index("T"), last if last == 0 else last - steps)
    return Picked(leaf.axes.index("T"), None) if _from_the_end(moved) else None


def _reach(caller: Caller, call: Call) -> int:
    """The last step of the input that moves anything that is returned; the very last where none does."""
    before, steps = returned(caller, call), range(len(call.xs))
    moving = (s for s in reversed(steps) if not alike(before, returned(caller, _shifted(call, s))))
    return next(moving, steps[-1])


def _shifted(call: Call, step: int) -> Call:
    xs = call.xs.copy()
    xs[step] += 0.5
    return replace(call, xs=xs)


def _moved(before: list[Array], after: list[Array], steps: int) -> set[int] | None:
    """The steps of what is returned that are other ones, none where it has none; None where nothing is."""
    pairs = [(a, b) for a, b in zip(before, after, strict=True) if a.shape != b.shape or (a != b).any()]
    if not pairs:
        return None
    found: set[int] = set()
    for one, other in pairs:
        axes = [n for n, size in enumerate(one.shape) if size == steps]
        places = np.nonzero(one != other)[axes[0]] if axes and one.shape == other.shape else ()
        found.update(int(place) for place in places)
    return found


def _from_the_end(moved: list[set[int] | None]) -> bool:
    """Whether the last input moves the first step alone, the one before it also the second, and so on."""
    count = len(moved)
    return all(m == set(range(count - step)) for step, m in enumerate(moved))


def alike(first: list[Array], second: list[Array]) -> bool:
    """Whether two calls returned the same numbers."""
    return len(first) == len(second) and all(map(np.array_equal, first, second))
