"""What comes back of a batch where it does not come back whole: a sample too few, or one sample alone.

Read one sample at a time, or by the state that stands beside it, such a layer seems right.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np

from gru_doctor.closeness import gap, rounding
from gru_doctor.loaders.calling.caller import Caller
from gru_doctor.loaders.calling.leaves import Leaf, sequences, states
from gru_doctor.loaders.calling.plan import Plan
from gru_doctor.loaders.calling.probing import UNFIT, T
from gru_doctor.records import Array
from gru_doctor.subject import Call

SAMPLES = 3
SHORT = "the {} of a batch come back one sample short"
ALONE = "of a batch only sample {} of {} comes back"


def without_short(caller: Caller) -> Iterator[Plan]:
    """The plan without the outputs, or without the final state, where they lack a sample of every batch."""
    plan = caller.plan
    if plan.level != "layer" or plan.by_row or plan.outputs is None or plan.last is None:
        return
    told = [_short(caller, samples) for samples in (SAMPLES + 1, SAMPLES + 2)]
    if told[0] == told[1] == {"outputs"}:
        yield replace(plan, outputs=None, lost=SHORT.format("outputs"))
    elif told[0] == told[1] == {"last"}:
        yield replace(plan, last=None, lost=SHORT.format("final states"))


def _short(caller: Caller, samples: int) -> set[str]:
    """Which of what is returned for so many samples is a sample short."""
    try:
        value = caller.values(_drawn(caller, samples)).values[0]
    except UNFIT:
        return set()
    built = caller.built
    sizes = {"T": T, "B": samples - 1, "D": built.sizes.d, "H": built.sizes.h}
    found = {
        "outputs": sequences(value, built.framework, sizes),
        "last": states(value, built.framework, sizes, None),
    }
    paths = {"outputs": caller.plan.outputs, "last": caller.plan.last}
    return {name for name, leaves in found.items() if _among(paths[name], leaves)}


def _among(leaf: Leaf | None, leaves: Iterator[Leaf]) -> bool:
    return leaf is not None and any(e.path == leaf.path and "B" in e.axes for e in leaves)


def of_batch(caller: Caller) -> str:
    """What a layer that is called one sample at a time gives of a batch, where that is another sample than
    the first alone; empty where it takes none, or gives what it should."""
    plan = caller.plan
    apart = plan.level == "layer" and plan.by_row and "1" in plan.x_axes
    if not apart or plan.mask_axes not in (None, "lengths"):
        return ""
    x_axes, h_axes = (axes.replace("1", "B") for axes in (plan.x_axes, plan.h_axes))
    batched = caller.again(replace(plan, x_axes=x_axes, h_axes=h_axes))
    short = [_short(batched, samples) for samples in (SAMPLES + 1, SAMPLES + 2)]
    if short[0] == short[1] != set():
        return SHORT.format("samples")
    try:
        call = _drawn(caller, SAMPLES)
        together = _arrays(batched, call)
        alone = [_arrays(caller, row) for row in caller.rows(call)]
    except UNFIT:
        return ""
    for sample in range(1, SAMPLES):
        if any(_same(t, a) for t, a in zip(together, alone[sample], strict=True)):
            return ALONE.format(sample + 1, SAMPLES)
    return ""


def _arrays(caller: Caller, call: Call) -> list[Array]:
    value: Any = caller.values(call).values[0]
    leaves = [leaf for leaf in (caller.plan.outputs, caller.plan.last) if leaf is not None]
    return [np.asarray(caller.array(caller.reach(value, leaf)), dtype=np.float64) for leaf in leaves]


def _same(together: Array, alone: Array) -> bool:
    return together.shape == alone.shape and gap(together, alone) <= rounding("float32")


def _drawn(caller: Caller, samples: int) -> Call:
    generator = np.random.default_rng(17)
    d, h = caller.built.sizes.d, caller.built.sizes.h
    xs, h0 = generator.uniform(-1, 1, (T, samples, d)), generator.uniform(-0.9, 0.9, (samples, h))
    return Call(xs, h0 if caller.plan.state == "argument" else None)
