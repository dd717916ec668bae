"""Calls a built object by a plan: canonical arrays in, canonical arrays out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from typing import Any

import numpy as np

from gru_doctor.errors import CallTrouble
from gru_doctor.loaders.axes import Floats, arrange, canonical, laid, lengths
from gru_doctor.loaders.boundary import guarded
from gru_doctor.loaders.building.construct import Built
from gru_doctor.loaders.building.cut import kept_of
from gru_doctor.loaders.building.lookup import Table
from gru_doctor.loaders.calling.forgetting import forgotten
from gru_doctor.loaders.calling.inputs import LEFT_OUT, WRAPS, Inputs, Step
from gru_doctor.loaders.calling.leaves import Leaf, pick
from gru_doctor.loaders.calling.plan import Plan, entry_of
from gru_doctor.subject import Call, Run

SELF = ("self",)
Injection = Callable[[Any], AbstractContextManager[Any]]


class Caller:
    """A built object and the plan by which it is called."""

    def __init__(self, built: Built, plan: Plan, inject: Injection | None = None) -> None:
        self.built, self.plan = built, plan
        self.inject = inject
        self.memory = built.memory
        self.array = built.framework.array
        self.native: Callable[[Floats], Any] = built.framework.native

    def again(self, plan: Plan, inject: Injection | None = None) -> Caller:
        """The same object called by another plan."""
        return Caller(self.built, plan, inject)

    def run(self, call: Call) -> Run:
        """The forward pass over a batch."""
        rows = [self.read(self.values(row)) for row in self.rows(call)]
        run = rows[0] if len(rows) == 1 else _joined(rows)
        _demand(run, (call.xs.shape[1], self.built.sizes.h))
        return run

    def rows(self, call: Call) -> Iterator[Call]:
        """The call itself, or one call a row where the object takes no batch."""
        if not self.plan.by_row:
            yield call
            return
        for b in range(call.xs.shape[1]):
            h0 = None if call.h0 is None else call.h0[b : b + 1]
            mask = None if call.mask is None else call.mask[:, b : b + 1]
            yield replace(call, xs=call.xs[:, b : b + 1], h0=h0, mask=mask)

    def values(self, call: Call, leaf: Callable[[Any], Any] = lambda a: a) -> Inputs:
        """Run one (row of a) call; `leaf` marks each native input, for autograd."""
        if not call.carried:
            self.memory.restore()
        if call.forget:
            forgotten(self.built.thing)
        plan = self.plan
        h = None if call.h0 is None else leaf(self.native(laid(call.h0, "BH", plan.h_axes)))
        if self.built.table is not None:
            return self._looked_up(self.built.table, h, call)
        if plan.level == "layer":
            fed = plan.blank.vectors(call) if plan.blank else call.xs
            x = leaf(self.native(laid(fed, "TBD", plan.x_axes)))
            given = getattr(self.built.framework, "steps", list)(x) if plan.listed else x
            return Inputs([x], h, [self.invoke(Step(given, h, self._blank(h), call))])
        xs = [leaf(self.native(laid(x, "BD", plan.x_axes))) for x in call.xs]
        return Inputs(xs, h, self._stepped(xs, h, call))

    def _looked_up(self, table: Table, h: Any, call: Call) -> Inputs:
        """As above, where the code gets whole numbers and looks their vectors up."""
        numbers = self.plan.blank.numbers(call, table) if self.plan.blank else table.filled(call.xs)
        if self.plan.level == "layer":
            x = self.native(laid(numbers, "TB", self.plan.x_axes))
            return Inputs([table.slot.holder], h, [self.invoke(Step(x, h, self._blank(h), call))])
        xs = [self.native(laid(n, "B", self.plan.x_axes)) for n in numbers]
        return Inputs([table.slot.holder], h, self._stepped(xs, h, call))

    def _stepped(self, xs: list[Any], h: Any, call: Call) -> list[Any]:
        values: list[Any] = []
        for t, x in enumerate(xs):
            state = self.state_of(values[-1]) if values else h
            mask = None if call.mask is None else call.mask[t : t + 1]
            now = replace(call, xs=call.xs[t : t + 1], mask=mask)
            values.append(self.invoke(Step(x, state, self._companion(values, h), now)))
        return values

    def _companion(self, values: list[Any], h: Any) -> Any:
        """An LSTM's c: what the step before returned, zeros at first."""
        if values and self.plan.companion is not None:
            return self.reach(values[-1], self.plan.companion)
        return self._blank(h)

    def _blank(self, h: Any) -> Any:
        if "pair" not in self.plan.wrap and all(role != "c" for _, role in self.plan.roles):
            return None  # nobody asks for it
        array = None if h is None else self.array(h)
        return None if array is None else self.native(np.zeros(array.shape))

    def state_of(self, value: Any) -> Any:
        """The native state in what a cell returned, ready to be given back to it."""
        leaf = self.leaf
        found = self.reach(value, leaf)
        if leaf.axes == self.plan.h_axes:
            return found
        state = canonical(self.array(found), leaf.axes, "BH")
        return self.native(arrange(state, "BH", self.plan.h_axes))

    @property
    def leaf(self) -> Leaf:
        """Where a cell's state stands."""
        leaf = self.plan.last or self.plan.outputs
        if leaf is None:
            raise CallTrouble("the cell returned no state")
        return leaf

    def reach(self, value: Any, leaf: Leaf) -> Any:
        """The native array at a leaf; paths that start with "self" lead to attributes."""
        return pick(value, leaf.path[1:] if leaf.path[:1] == SELF else leaf.path)

    def invoke(self, step: Step) -> Any:
        """One call of the user's code; where the state is left on the object or in a buffer, that
        comes back as a dict."""
        with self.started(step.h), kept_of(self.built, len(step.call.xs)) as found:
            given = {n: self._argument(n, r, step) for n, r in self.plan.roles}
            for name in [n for n in given if n.startswith("@")]:
                setattr(self.built.thing, name[1:], given.pop(name))
            passed = {n: v for n, v in given.items() if v is not LEFT_OUT}
            value = guarded(entry_of(self.built.thing, self.plan), **passed)
        value = value if self.built.cut is None else self.built.cut.read(found)
        buffers = [n for n, r in self.plan.roles if r == "buffer"]
        if buffers and value is None:
            return {n: passed[n] for n in buffers}
        held = [f.path[1] for f in (self.plan.last, self.plan.outputs) if f and f.path[:1] == SELF]
        return Kept({n: _kept(getattr(self.built.thing, n)) for n in held}) if held else value

    def started(self, h: Any) -> AbstractContextManager[Any]:
        """The native state as what the code starts from, where it takes none."""
        if h is None:
            return nullcontext()
        if self.plan.state.startswith("attribute:"):
            setattr(self.built.thing, self.plan.state.split(":")[1], h)
        if self.plan.state == "inject" and self.inject is not None:
            return self.inject(h)
        return nullcontext()

    def _argument(self, name: str, role: str, step: Step) -> Any:
        if role == "x":
            return step.x
        if role == "h" and self.built.start is not None:
            return WRAPS[self.plan.wrap](self._start(step.call, *self.built.start), None)
        if role == "h":
            return LEFT_OUT if step.h is None else WRAPS[self.plan.wrap](step.h, step.c)
        if role == "c":
            return LEFT_OUT if step.c is None else step.c
        if role == "weights":
            return self.built.weights[name]
        if role in ("mask", "lengths"):
            return self._mask(step.call, name)
        if role == "steps":
            return len(step.call.xs)
        if role == "buffer":
            b, h = step.call.xs.shape[1], self.built.sizes.h
            return self.native(laid(np.zeros((b, h)), "BH", self.plan.h_axes))
        return {"flag": False, "scope": "gru"}.get(role, LEFT_OUT)

    def _start(self, call: Call, count: int, units: int) -> Any:
        """The zeros that a ready-made stack starts from: one state a layer and direction."""
        batch = () if self.plan.by_row else (call.xs.shape[1],)
        return self.native(np.zeros((count, *batch, units)))

    def _mask(self, call: Call, name: str) -> Any:
        axes = self.plan.mask_axes
        if axes is None:
            return None if name.startswith("@") else LEFT_OUT
        mask = np.ones(call.xs.shape[:2]) if call.mask is None else call.mask
        if axes == "lengths":
            alone = self.plan.by_row and not self.plan.x_axes.startswith("1")
            return int(lengths(mask)[0]) if alone else self.native(lengths(mask))
        mask = np.concatenate([np.ones_like(mask[:1]), mask[:-1]]) if self.plan.mask_late else mask
        mask = 1 - mask if self.plan.mask_pads else mask
        if self.plan.level == "cell":
            return self.native(laid(mask[0], "B", axes))
        return self.native(laid(mask, "TB", axes))

    def read(self, inputs: Inputs) -> Run:
        """Canonical outputs and last state of what was returned."""
        try:
            if self.plan.level == "cell":
                states = [self._canonical(v, self.leaf, "BH") for v in inputs.values]
                return Run(np.stack(states), states[-1], states[-1].shape)
            return self._read_layer(inputs.values[0])
        except (KeyError, IndexError, TypeError, ValueError, AttributeError) as error:
            raise CallTrouble(
                f"what {self.plan.entry or 'it'} returned changed its form: {error}",
                "return the same kind of thing at every call",
            ) from error

    def sent(self, cotangent: Floats) -> Floats:
        """The gradient that is sent back for one of what `read` gives."""
        return cotangent

    def _canonical(self, value: Any, leaf: Leaf, wanted: str) -> Floats:
        array = self.array(self.reach(value, leaf))
        if array is not None and not array.size and wanted == "TBH":
            return np.zeros((0, 1, self.built.sizes.h))  # no step came back; it has no layout left
        return canonical(array, leaf.axes, wanted)

    def _read_layer(self, value: Any) -> Run:
        plan, outputs, last = self.plan, None, None
        if plan.outputs is not None:
            outputs = plan.outputs.kept(self._canonical(value, plan.outputs, "TBH"))
        if plan.last is not None:
            last = self._canonical(value, plan.last, "BH")
        raw = self.array(self.reach(value, plan.outputs or self.leaf))
        return Run(outputs, last, () if raw is None else raw.shape)


class Kept(dict[str, Any]):
    """The attributes that hold the state, at the end of a call."""


def _kept(value: Any) -> Any:
    """A state that the next call may overwrite in place."""
    return value.copy() if isinstance(value, np.ndarray) else value


def _demand(run: Run, state: tuple[int, int]) -> None:
    """A state (B, H) for every row that was given; how many steps is for the checks to judge."""
    for name, array in (("outputs", run.outputs), ("last", run.last)):
        found = None if array is None else array.shape[-2:]
        if array is not None and array.size and found != state:
            raise CallTrouble(
                f"of {state[0]} rows of {state[1]} units it returned {found} as {name}",
                "let the shape of what it returns follow from the input's: a batch size may be written in",
            )


def _joined(rows: list[Run]) -> Run:
    outputs = [r.outputs for r in rows if r.outputs is not None]
    last = [r.last for r in rows if r.last is not None]
    whole = np.concatenate(outputs, 1) if outputs else None
    return Run(whole, np.concatenate(last, 0) if last else None, rows[0].shape)
