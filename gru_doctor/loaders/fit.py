"""Trying plans until one behaves like a recurrent cell or layer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from gru_doctor.errors import CallTrouble, Trouble
from gru_doctor.loaders.boundary import Stopped
from gru_doctor.loaders.caller import Caller
from gru_doctor.loaders.construct import Built
from gru_doctor.loaders.leaves import Leaf, flatten, pick, sequences, states
from gru_doctor.loaders.plan import Plan, entries, skeletons
from gru_doctor.subject import Call, Run

T, B = 4, 2
MASKS = (None, "TB", "BT", "TB1", "BT1", "T", "B", "B1")


@dataclass(frozen=True)
class Fit:
    """A plan that worked, and how well: 0 is beyond doubt."""

    plan: Plan
    doubt: int


def fitted(built: Built, sequential: dict[str, bool], failures: list[str]) -> Fit | None:
    """The first plan beyond doubt, else the least doubtful."""
    best: Fit | None = None
    for entry in entries(built.thing):
        for plan in skeletons(built, entry, sequential.get(entry, False)):
            found = _tried(built, plan, failures)
            if found is not None and found.doubt == 0:
                return found
            if found is not None and (best is None or found.doubt < best.doubt):
                best = found
        if best is not None:
            return best
    return best


def probe(built: Built, steps: int = T) -> Call:
    """Full-precision inputs and states inside the range a GRU reaches."""
    generator = np.random.default_rng(7)
    d, h = built.sizes.d, built.sizes.h
    return Call(generator.uniform(-1, 1, (steps, B, d)), generator.uniform(-0.9, 0.9, (B, h)))


def _tried(built: Built, plan: Plan, failures: list[str]) -> Fit | None:
    for whole in _masked(plan):
        try:
            made = _returns(built, whole)
            if made is not None:
                return Fit(made, _doubt(built, made))
            failures.append(f"{plan.entry or 'call'} with x {plan.x_axes}: no state in what it returned")
        except Stopped:
            raise
        except (Trouble, TypeError, ValueError, IndexError, KeyError, AttributeError) as error:
            note = f"{plan.entry or 'call'} with x {plan.x_axes}, h {plan.h_axes}: {error}"
            failures.append(note)
    return None


def _masked(plan: Plan) -> Iterator[Plan]:
    if not any(role == "mask" for _, role in plan.roles):
        yield plan
        return
    for axes in MASKS:
        yield replace(plan, mask_axes=axes)


def _returns(built: Built, plan: Plan) -> Plan | None:
    """The plan with the leaves of what it returns, or None where no state is in it."""
    call = probe(built)
    caller = Caller(built, plan)
    row = next(caller.rows(call))
    caller.memory.restore()
    value = _first(caller, row, plan)
    sizes = {"T": row.xs.shape[0], "B": row.xs.shape[1], "D": built.sizes.d, "H": built.sizes.h}
    made = _leaves(built, plan, value, sizes)
    return made or _leaves(built, plan, {"self": 0}, sizes, _attributes(built))


def _first(caller: Caller, row: Call, plan: Plan) -> Any:
    one = row if plan.level == "layer" else replace(row, xs=row.xs[:1])
    if plan.level == "layer":
        return caller.values(one).values[0]
    return caller.values(one).values[0]


def _attributes(built: Built) -> dict[str, Any]:
    if not hasattr(built.thing, "__dict__") or hasattr(built.thing, "__code__"):
        return {}
    return {k: v for k, v in vars(built.thing).items() if not k.startswith("_")}


def _leaves(
    built: Built, plan: Plan, value: Any, sizes: dict[str, int], held: dict[str, Any] | None = None
) -> Plan | None:
    source = value if held is None else held
    mark = () if held is None else ("self",)
    if plan.level == "cell":
        found = list(states(source, built.framework, sizes, plan.h_axes))
        if not found:
            return None
        chosen = _chosen(built, plan, source, found, mark)
        return replace(plan, last=replace(chosen, path=mark + chosen.path))
    outputs = next(sequences(source, built.framework, sizes), None)
    last = next(states(source, built.framework, sizes, None), None)
    if outputs is None and last is None:
        return None
    if outputs is not None and last is not None and outputs.path == last.path:
        last = None
    return replace(
        plan,
        outputs=outputs and replace(outputs, path=mark + outputs.path),
        last=last and replace(last, path=mark + last.path),
    )


def _chosen(built: Built, plan: Plan, source: Any, found: list[Leaf], mark: tuple[str, ...]) -> Leaf:
    """Of several arrays of the state's shape, the one that is h/2 when every weight is zero."""
    arrays = {leaf: built.framework.array(pick(source, leaf.path)) for leaf in found}
    distinct = [leaf for leaf in found if not np.array_equal(arrays[leaf], arrays[found[0]])]
    if not distinct or mark:
        return found[0]
    return _halving(built, plan, found) or found[0]


def _halving(built: Built, plan: Plan, found: list[Leaf]) -> Leaf | None:
    from gru_doctor.loaders.parameters import gathered

    call = replace(probe(built, 1))
    slots = gathered(built)
    kept = [s.read() for s in slots]
    try:
        for slot in slots:
            slot.write(np.zeros_like(slot.read()))
        for leaf in found:
            run = Caller(built, replace(plan, last=leaf)).run(call)
            if run.last is not None and call.h0 is not None and np.allclose(run.last, call.h0 / 2, atol=1e-6):
                return leaf
    except Trouble:
        return None
    finally:
        for slot, value in zip(slots, kept, strict=True):
            slot.write(value)
    return None


def _doubt(built: Built, plan: Plan) -> int:
    """How little a plan behaves like a recurrence: rows mix, time runs both ways, nothing is
    remembered, values are not finite."""
    call = probe(built)
    caller = Caller(built, plan)
    base = caller.run(call)
    _finite(base)
    doubt = 0
    if not plan.by_row:
        doubt += 4 * _rows_mix(caller, call, base)
    if plan.level == "layer":
        doubt += 4 * _looks_ahead(caller, call, base) + 2 * _forgets(caller, call, base)
    return doubt + _ignores_input(caller, call, base)


def _finite(run: Run) -> None:
    whole = run.outputs if run.outputs is not None else run.last
    if whole is None or not np.all(np.isfinite(whole)):
        raise CallTrouble("the output is not finite")


def _changed(a: Run, b: Run) -> Any:
    first = a.outputs if a.outputs is not None else a.last
    second = b.outputs if b.outputs is not None else b.last
    if first is None or second is None or first.shape != second.shape:
        raise CallTrouble("the output changes its shape from call to call")
    return first != second


def _rows_mix(caller: Caller, call: Call, base: Run) -> bool:
    xs = call.xs.copy()
    xs[:, 0] += 0.5
    return bool(_changed(base, caller.run(replace(call, xs=xs)))[..., 1, :].any())


def _looks_ahead(caller: Caller, call: Call, base: Run) -> bool:
    if base.outputs is None:
        return False
    xs = call.xs.copy()
    xs[-1] += 0.5
    changed = _changed(base, caller.run(replace(call, xs=xs)))
    return bool(changed[:-1].any())


def _forgets(caller: Caller, call: Call, base: Run) -> bool:
    xs = call.xs.copy()
    xs[0] += 0.5
    return not bool(_changed(base, caller.run(replace(call, xs=xs)))[-1:].any())


def _ignores_input(caller: Caller, call: Call, base: Run) -> bool:
    return not bool(_changed(base, caller.run(replace(call, xs=call.xs + 0.5))).any())


def returned(built: Built, value: Any) -> list[tuple[int, ...]]:
    """Shapes of all arrays in a returned value, for messages."""
    return [array.shape for _, array in flatten(value, built.framework)]
