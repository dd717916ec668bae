"""Gradients of the gates packed side by side in another order than the weights are stored in."""

from __future__ import annotations

from gru_doctor.diagnosis.gradient.reversal import Reversal, holds
from gru_doctor.diagnosis.locating.flow import PASSED_ON
from gru_doctor.equations.backward import BLOCKS

GATES = "zrn"


def packing(stage: Reversal, node: int) -> int | None:
    """The nearest expression behind a node that puts the gates together in an order no array has."""
    layer, seen = [node], {node}
    while layer:
        wrong = [i for i in layer if _packs(stage, i)]
        if wrong:
            return min(wrong)
        layer = [j for i in layer for j in stage.flow.sources(i) if j not in seen]
        seen |= set(layer)
        layer = [j for j in layer if stage.flow.site(j).function == stage.flow.site(node).function]
    return None


def _packs(stage: Reversal, i: int) -> bool:
    if stage.flow.site(i).kind in PASSED_ON:
        return False
    order = _gates(stage, i)
    orders = _orders(stage)
    return len(order) > 1 and bool(orders) and order not in orders and not _serves(stage, i)


def _serves(stage: Reversal, i: int) -> bool:
    """Whether another expression makes a right gradient of what is packed here."""
    flow = stage.flow
    if flow.site(i).kind in ("List", "Tuple"):
        whole = flow.around(i)
        return whole is not None and _serves(stage, whole)
    name, value = flow.site(i).target, flow.value(i)
    if name is None or value is None:
        return False
    readers = (j for j in flow.holding(value) if flow.site(j).text == name)
    users = (flow.around(j) for j in readers if flow.site(j).kind in PASSED_ON)
    return any(k is not None and stage.is_due(k) for k in users)


def _gates(stage: Reversal, i: int) -> tuple[str, ...]:
    """Which da_g, or dm, the sources of a node are; empty where one of them is something else."""
    found = [_gate(stage, j) for j in stage.flow.sources(i)]
    return tuple(g for g in found if g is not None) if None not in found else ()


def _gate(stage: Reversal, j: int) -> str | None:
    value = stage.flow.value(j)
    names = ("da_z", "da_r", "da_n", "dm")
    return next((n for n in names if value is not None and holds(value, stage.right[n])), None)


def _orders(stage: Reversal) -> set[tuple[str, ...]]:
    """The orders in which the arrays that come out wrong hold the gates: all, or z and r alone."""
    found = set()
    for kind in {name[1] for name in stage.altered if name in BLOCKS}:
        places = {g: stage.reading.places.get(f"{kind}_{g}") for g in GATES}
        held = sorted((p.parameter, int(p.indices.min()), g) for g, p in places.items() if p is not None)
        last = "da_n" if kind in "Wb" else "dm"
        order = [last if g == "n" else f"da_{g}" for _, _, g in held]
        found |= {tuple(order), tuple(o for o in order if o in ("da_z", "da_r"))}
    return found
