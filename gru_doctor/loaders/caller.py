"""Calls a built object by a plan: canonical arrays in, canonical arrays out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gru_doctor.errors import CallTrouble
from gru_doctor.loaders.axes import arrange, restore
from gru_doctor.loaders.boundary import guarded
from gru_doctor.loaders.construct import Built
from gru_doctor.loaders.leaves import Leaf, pick
from gru_doctor.loaders.plan import Plan, entry_of
from gru_doctor.subject import Call, Run

Floats = NDArray[np.float64]
Injection = Callable[[Any], AbstractContextManager[Any]]


@dataclass
class Inputs:
    """The native arrays of one call, kept so that gradients can be asked for: one x a call (a cell
    has one a step), and the state."""

    xs: list[Any]
    h: Any
    values: list[Any]


class Caller:
    """A built object and the plan by which it is called."""

    def __init__(self, built: Built, plan: Plan, inject: Injection | None = None) -> None:
        self.built, self.plan = built, plan
        self.inject = inject
        self.memory = built.memory
        self.array = built.framework.array
        self.native: Callable[[Floats], Any] = built.framework.native

    def run(self, call: Call) -> Run:
        """The forward pass over a batch."""
        rows = [self.read(self.values(row)) for row in self.rows(call)]
        return rows[0] if len(rows) == 1 else _joined(rows)

    def rows(self, call: Call) -> Iterator[Call]:
        """The call itself, or one call a row where the object takes no batch."""
        if not self.plan.by_row:
            yield call
            return
        for b in range(call.xs.shape[1]):
            h0 = None if call.h0 is None else call.h0[b : b + 1]
            mask = None if call.mask is None else call.mask[:, b : b + 1]
            yield Call(call.xs[:, b : b + 1], h0, mask, call.carried)

    def values(self, call: Call, leaf: Callable[[Any], Any] = lambda a: a) -> Inputs:
        """Run one (row of a) call; `leaf` marks each native input, for autograd."""
        if not call.carried:
            self.memory.restore()
        plan, kept = self.plan, {}
        kept["h"] = None if call.h0 is None else leaf(self.native(laid(call.h0, "BH", plan.h_axes)))
        if plan.level == "layer":
            x = leaf(self.native(laid(call.xs, "TBD", plan.x_axes)))
            value = self.invoke(list(x) if plan.listed else x, kept["h"], call)
            return Inputs([x], kept["h"], [value])
        xs = [leaf(self.native(laid(x, "BD", plan.x_axes))) for x in call.xs]
        return Inputs(xs, kept["h"], self._stepped(xs, kept["h"], call))

    def _stepped(self, xs: list[Any], h: Any, call: Call) -> list[Any]:
        values: list[Any] = []
        for x in xs:
            state = h if not values else self.state_of(values[-1])
            values.append(self.invoke(x, state, call))
        return values

    def state_of(self, value: Any) -> Any:
        """The native state in what a cell returned, ready to be given back to it."""
        leaf = self.plan.last or self.plan.outputs
        if leaf is None:
            raise CallTrouble("the cell returned no state")
        found = self.reach(value, leaf)
        if leaf.axes == self.plan.h_axes:
            return found
        return self.native(arrange(canonical(self.array(found), leaf.axes, "BH"), "BH", self.plan.h_axes))

    def reach(self, value: Any, leaf: Leaf) -> Any:
        """The native array at a leaf; paths that start with "self" lead to attributes."""
        if leaf.path and leaf.path[0] == "self":
            return pick(getattr(self.built.thing, leaf.path[1]), leaf.path[2:])
        return pick(value, leaf.path)

    def invoke(self, x: Any, h: Any, call: Call) -> Any:
        """One call of the user's code."""
        with self._state(h):
            given = {n: self._argument(n, r, x, h, call) for n, r in self.plan.roles}
            passed = {n: v for n, v in given.items() if v is not _LEFT_OUT}
            value = guarded(entry_of(self.built.thing, self.plan), **passed)
        if self.plan.attribute is not None:
            return {self.plan.attribute: getattr(self.built.thing, self.plan.attribute)}
        return value

    def _state(self, h: Any) -> AbstractContextManager[Any]:
        if h is None:
            return nullcontext()
        if self.plan.state.startswith("attribute:"):
            setattr(self.built.thing, self.plan.state.split(":")[1], h)
        if self.plan.state == "inject" and self.inject is not None:
            return self.inject(h)
        return nullcontext()

    def _argument(self, name: str, role: str, x: Any, h: Any, call: Call) -> Any:
        if role == "x":
            return x
        if role == "h":
            return _LEFT_OUT if h is None else _WRAPS[self.plan.wrap](h)
        if role == "mask":
            return self._mask(call)
        if role == "weights":
            return self.built.weights[name]
        return False if role == "flag" else _LEFT_OUT

    def _mask(self, call: Call) -> Any:
        axes = self.plan.mask_axes
        if axes is None:
            return _LEFT_OUT
        mask = np.ones(call.xs.shape[:2]) if call.mask is None else call.mask
        return self.native(laid(mask, "TB", axes))

    def read(self, inputs: Inputs) -> Run:
        """Canonical outputs and last state of what was returned."""
        plan, values = self.plan, inputs.values
        try:
            if plan.level == "cell":
                states = [canonical(self.array(self.reach(v, self._leaf())), self._leaf().axes, "BH") for v in values]
                return Run(np.stack(states), states[-1], states[-1].shape)
            return self._read_layer(values[0])
        except (KeyError, IndexError, TypeError, ValueError) as error:
            raise CallTrouble(
                f"what {plan.entry or 'it'} returned changed its form: {error}",
                "return the same kind of thing at every call",
            ) from error

    def _leaf(self) -> Leaf:
        leaf = self.plan.last or self.plan.outputs
        if leaf is None:
            raise CallTrouble("the cell returned no state")
        return leaf

    def _read_layer(self, value: Any) -> Run:
        outputs = last = None
        shape: tuple[int, ...] = ()
        if self.plan.outputs is not None:
            array = self.array(self.reach(value, self.plan.outputs))
            shape = np.shape(array)
            outputs = canonical(array, self.plan.outputs.axes, "TBH")[self.plan.outputs.skip :]
        if self.plan.last is not None:
            array = self.array(self.reach(value, self.plan.last))
            shape = shape or np.shape(array)
            last = canonical(array, self.plan.last.axes, "BH")
        return Run(outputs, last, shape)


class _LeftOut:
    """An argument that is not passed."""


_LEFT_OUT = _LeftOut()
_WRAPS: dict[str, Callable[[Any], Any]] = {
    "bare": lambda h: h, "list": lambda h: [h], "tuple": lambda h: (h,), "pair": lambda h: (h, h),
}  # fmt: skip


def laid(array: Floats, axes: str, wanted: str) -> Floats:
    """Canonical to the plan's layout; a single row loses its batch axis where there is none."""
    for letter in axes:
        if letter not in wanted.replace("1", "") and letter == "B":
            array, axes = np.squeeze(array, axes.index("B")), axes.replace("B", "")
    made: Floats = arrange(array, axes, wanted)
    return made


def canonical(array: Any, axes: str, wanted: str) -> Floats:
    """The plan's layout to canonical; a missing batch axis becomes one of length one."""
    if array is None:
        raise TypeError("no array where one was")
    squeezed = restore(np.asarray(array, dtype=np.float64), axes, "".join(c for c in wanted if c in axes))
    for position, letter in enumerate(wanted):
        if letter not in axes:
            squeezed = np.expand_dims(squeezed, position)
    return np.ascontiguousarray(squeezed)


def _joined(rows: list[Run]) -> Run:
    outputs = [r.outputs for r in rows if r.outputs is not None]
    last = [r.last for r in rows if r.last is not None]
    return Run(
        np.concatenate(outputs, 1) if outputs else None,
        np.concatenate(last, 0) if last else None,
        rows[0].shape,
    )
