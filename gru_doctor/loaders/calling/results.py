"""Finding the state, the sequence and an LSTM's c in what a call returns or leaves behind."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from gru_doctor.errors import Trouble
from gru_doctor.loaders.arrays.parameters import gathered
from gru_doctor.loaders.axes import canonical
from gru_doctor.loaders.building.construct import Built
from gru_doctor.loaders.calling.caller import Caller
from gru_doctor.loaders.calling.leaves import Leaf, opened, pick, sequences, states
from gru_doctor.loaders.calling.plan import Plan
from gru_doctor.loaders.calling.probing import T, probe

NEAR = 1e-6
"""How near, in any dtype, a state must come to what a cell without weights makes of it."""


def returns(built: Built, plan: Plan) -> Plan | None:
    """The plan with the leaves of what it returns, or None where no state is in it."""
    caller = Caller(built, plan)
    row = next(caller.rows(probe(built)))
    caller.memory.restore()
    before = _attributes(built)
    one = row if plan.level == "layer" else replace(row, xs=row.xs[:1])
    value = caller.values(one).values[0]
    sizes = {"T": row.xs.shape[0], "B": row.xs.shape[1], "D": built.sizes.d, "H": built.sizes.h}
    made = _leaves(built, plan, value, sizes)
    return made or _leaves(built, plan, {"self": _new(built, before)}, sizes)


def _attributes(built: Built) -> dict[str, Any]:
    """Copies of the object's arrays, by attribute."""
    if not hasattr(built.thing, "__dict__") or built.is_function:
        return {}
    return {k: _copied(built, v) for k, v in vars(built.thing).items()}


def _copied(built: Built, value: Any) -> Any:
    array = None if value is None else built.framework.array(value)
    return None if array is None else np.array(array)


def _new(built: Built, before: dict[str, Any]) -> dict[str, Any]:
    """Attributes whose array the call has set or changed, those called like a state first."""
    after = _attributes(built)
    names = [n for n, array in after.items() if array is not None and not _same(array, before.get(n))]
    names.sort(key=lambda n: not n.lstrip("_").lower().startswith(("h", "s", "out", "mem", "prev")))
    return {n: vars(built.thing)[n] for n in names}


def _leaves(built: Built, plan: Plan, value: Any, sizes: dict[str, int]) -> Plan | None:
    if plan.level == "cell":
        found = list(states(value, built.framework, sizes, plan.h_axes))
        if not found:
            return None
        outer = [leaf for leaf in found if len(leaf.path) == len(found[0].path)]
        chosen = _chosen(built, plan, value, outer)
        companion = _companion(built, plan, value, found, chosen)
        return None if _reversed(plan, companion) else replace(plan, last=chosen, companion=companion)
    steps = (s for s in sequences(value, built.framework, sizes) if not _storeys(built, value, s))
    outputs = next(steps, None)
    if outputs is not None and outputs.skip:
        outputs = _turned(built, plan, value, outputs)
    last = _final(built, value, sizes, outputs)
    if outputs is None and last is None:
        return None
    return replace(plan, outputs=outputs, last=last)


def _storeys(built: Built, value: Any, leaf: Leaf) -> bool:
    """The final states of a ready-made stack, one a storey, which are no steps over time."""
    if built.start is None or leaf.axes[0] != "T":
        return False
    array = built.framework.array(pick(value, leaf.path))
    return array is not None and len(array) == built.start[0] != T and array.shape[-1] == built.start[1]


def _turned(built: Built, plan: Plan, value: Any, leaf: Leaf) -> Leaf:
    """Of T + 1 states the initial one is the first, unless it is given back as the last."""
    call = next(Caller(built, plan).rows(probe(built)))
    start = 0.0 if plan.state == "none" or call.h0 is None else call.h0
    steps = canonical(built.framework.array(pick(value, leaf.path)), leaf.axes, "TBH")
    last = _close(steps[-1], start) and not _close(steps[0], start)
    return replace(leaf, skip=-1) if last else leaf


def _final(built: Built, value: Any, sizes: dict[str, int], outputs: Leaf | None) -> Leaf | None:
    """The last state beside a sequence: not an entry of the sequence or of a cache."""
    found = list(states(value, built.framework, sizes, None))
    if outputs is None:
        single = [f for f in found if not _of_many(value, f)]
        return single[0] if single else None
    apart = [f for f in found if f.path[: len(outputs.path)] != outputs.path]
    beside = [f for f in apart if len(f.path) <= 2 and is_alone(value, f)]
    return beside[0] if beside else None


def _of_many(value: Any, leaf: Leaf) -> bool:
    """One of a list of states: a sequence of a length that was not asked for."""
    parent = opened(pick(value, leaf.path[:-1])) if leaf.path else None
    return isinstance(parent, list) and len(parent) > 2


def is_alone(value: Any, leaf: Leaf) -> bool:
    """At the top, or the only thing in a list or tuple: a state, and no entry of a cache."""
    return len(leaf.path) == 1 or len(opened(pick(value, leaf.path[:1]))) == 1


def _companion(built: Built, plan: Plan, value: Any, found: list[Leaf], chosen: Leaf) -> Leaf | None:
    """The other state of an LSTM, where it takes two."""
    if "c" not in dict(plan.roles).values() and "pair" not in plan.wrap:
        return None
    own = built.framework.array(pick(value, chosen.path))
    for leaf in found:
        array = built.framework.array(pick(value, leaf.path))
        if not _same(array, own):
            return leaf
    return None


def _reversed(plan: Plan, companion: Leaf | None) -> bool:
    """Whether an LSTM returns its pair in the other order than the plan hands it in."""
    if companion is None or "pair" not in plan.wrap or not isinstance(companion.path[-1], int):
        return False
    return (companion.path[-1] == 0) != (plan.wrap == "reversed pair")


def _chosen(built: Built, plan: Plan, value: Any, found: list[Leaf]) -> Leaf:
    """Of several arrays of the state's shape, the one that is h/2 when every weight is zero."""
    arrays = {leaf: built.framework.array(pick(value, leaf.path)) for leaf in found}
    distinct = [leaf for leaf in found if not _same(arrays[leaf], arrays[found[0]])]
    if not distinct or found[0].path[:1] == ("self",):
        return found[0]
    return _halving(built, plan, found) or found[0]


def _halving(built: Built, plan: Plan, found: list[Leaf]) -> Leaf | None:
    call = probe(built, 1)
    slots = gathered(built)
    kept = [s.read() for s in slots]
    try:
        for slot in slots:
            slot.write(np.zeros_like(slot.read()))
        for leaf in found:
            run = Caller(built, replace(plan, last=leaf)).run(call)
            if run.last is not None and call.h0 is not None and _close(run.last, call.h0 / 2):
                return leaf
    except Trouble:
        return None
    finally:
        for slot, value in zip(slots, kept, strict=True):
            slot.write(value)
    return None


def _close(a: Any, b: Any) -> bool:
    return bool(np.allclose(a, b, atol=NEAR))


def _same(a: Any, b: Any) -> bool:
    return a is not None and b is not None and np.array_equal(a, b)
