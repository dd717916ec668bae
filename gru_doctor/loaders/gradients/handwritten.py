"""Gradients by the user's own backward pass, called after the forward one."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from gru_doctor.errors import CallTrouble
from gru_doctor.loaders.arrays.slots import Slot, slots
from gru_doctor.loaders.axes import canonical, laid
from gru_doctor.loaders.boundary import guarded
from gru_doctor.loaders.calling.caller import Caller
from gru_doctor.loaders.calling.leaves import Leaf
from gru_doctor.loaders.gradients.backward import Backward
from gru_doctor.loaders.gradients.repeating import failed, repeated
from gru_doctor.loaders.gradients.returned import PREFIX, Asked, Returned, sorted_out
from gru_doctor.loaders.gradients.sums import summed
from gru_doctor.records import Array
from gru_doctor.subject import Call, Gradient, Repeated

LAST = re.compile(r"last|final|end|next|carry|_T$|_n$", re.I)


@dataclass
class HandWritten:
    """Answers the gradient of a Subject; `initial` says that the backward takes a gradient of the initial
    state among the others."""

    caller: Caller
    backward: Backward
    slots: list[Slot]
    initial: bool = False

    def gradient(self, call: Call, cotangent: Array) -> Gradient:
        """See Subject; what raises becomes the complaint."""
        by_row = self.caller.plan.by_row
        try:
            rows = [
                self._row(row, cotangent[..., b : b + 1, :] if by_row else cotangent)
                for b, row in enumerate(self.caller.rows(call))
            ]
        except CallTrouble as trouble:
            return failed(trouble)
        return rows[0] if len(rows) == 1 else summed(rows)

    def _row(self, call: Call, cotangent: Array) -> Gradient:
        if self.caller.plan.level == "cell":
            return self._chain(call, cotangent)
        found = self._called(self.incoming(cotangent), call)
        return self.canonical(found)

    def incoming(self, cotangent: Array) -> Array:
        """The gradient of what the code returns, as that is laid out."""
        plan = self.caller.plan
        if plan.level == "cell":
            return laid(cotangent[-1] if cotangent.ndim == 3 else cotangent, "BH", plan.h_axes)
        leaf = plan.outputs if cotangent.ndim == 3 else plan.last
        if leaf is None:
            raise CallTrouble("the backward wants a gradient that the forward does not return")
        incoming = laid(cotangent, "TBH" if cotangent.ndim == 3 else "BH", leaf.axes)
        return _with_initial(incoming, leaf) if self.initial else incoming

    def canonical(self, found: Returned) -> Gradient:
        """What one call of the backward gave, in the layout of a Subject; a cell's input as one of T = 1."""
        plan = self.caller.plan
        h = None if found.h is None else canonical(found.h, plan.h_axes, "BH")
        if found.x is None:
            return Gradient(None, h, found.weights, misshapen=found.misshapen)
        cell = plan.level == "cell"
        x = canonical(found.x, plan.x_axes, "BD" if cell else "TBD")
        return Gradient(x[None] if cell else x, h, found.weights, misshapen=found.misshapen)

    def _chain(self, call: Call, cotangent: Array) -> Gradient:
        """A cell over time: forward again before each backward, from the last step to the first."""
        plan = self.caller.plan
        states = self.caller.run(call).outputs
        if states is None or call.h0 is None:
            raise CallTrouble("the backward of a cell needs its states")
        whole = cotangent if cotangent.ndim == 3 else last_only(cotangent, len(call.xs))
        carry, xs, weights = np.zeros_like(whole[0]), list[Any](), dict[str, Array]()
        found = Returned()
        for t in reversed(range(len(call.xs))):
            step = Call(call.xs[t : t + 1], states[t - 1] if t else call.h0)
            found = self._called(laid(whole[t] + carry, "BH", plan.h_axes), step)
            carry = np.zeros_like(carry) if found.h is None else canonical(found.h, plan.h_axes, "BH")
            xs.append(None if found.x is None else canonical(found.x, plan.x_axes, "BD"))
            for name, array in found.weights.items():
                weights[name] = weights[name] + array if name in weights else array
        dx = None if any(x is None for x in xs) else np.stack(xs[::-1])
        dh = None if found.h is None else carry
        return Gradient(dx, dh, weights, misshapen=found.misshapen if len(call.xs) == 1 else {})

    def repeated(self, call: Call, cotangent: Array) -> Repeated:
        """See Subject."""
        row = next(self.caller.rows(call))
        try:
            return repeated(self, row, cotangent[..., :1, :] if self.caller.plan.by_row else cotangent)
        except CallTrouble as trouble:
            complaining = failed(trouble)
            return Repeated(complaining, complaining, complaining)

    def _called(self, incoming: Array, call: Call) -> Returned:
        """Forward and backward; a backward that takes a step with the parameters has it taken back."""
        value = self.caller.values(call).values[0]
        self._empty()
        kept = [slot.read() for slot in self.slots]
        found = self.pulled(self.caller.native(incoming), call, value)
        for slot, array in zip(self.slots, kept, strict=True):
            if not np.array_equal(slot.read(), array):
                slot.write(array)
        return found

    def pulled(self, sent: Any, call: Call, value: Any) -> Returned:
        """The backward alone, of what the forward returned, with this native gradient handed in."""
        incomes = sorted((n for n, r in self.backward.roles if r == "dh"), key=self._of_the_last)
        given = {n: self._argument(n, r, value, call) for n, r in self.backward.roles if r != "dh"}
        for name in incomes:
            given[name] = sent if name == incomes[0] else self._none_of(sent, call)
        gathered = {name: self._blank(keys) for name, keys in self.backward.gathers.items()}
        result = guarded(self.backward.call, **given, **gathered)
        asked = self._asked(call)
        if gathered:
            own = list(result) if isinstance(result, tuple | list) else [result]
            result = (*(own if result is not None else ()), *gathered.values())
            asked = replace(asked, names=(*asked.names, *gathered))
        return sorted_out(result, self._held(), asked, self.caller.built.framework)

    def _blank(self, keys: tuple[str, ...]) -> dict[str, Any]:
        """Zeros for the gradients that the backward gathers, each in the shape of its parameter."""
        shapes = {s.name: s.read().shape for s in self.slots}
        names = {key: key if key in shapes else PREFIX.sub("", key) for key in keys}
        native = self.caller.native
        return {key: native(np.zeros(shapes[name])) for key, name in names.items() if name in shapes}

    def _empty(self) -> None:
        """Let the buffers of a module start from zero; those of an object are put back with its memory."""
        if not self.caller.built.is_function or not self.backward.buffers:
            return
        for slot in slots(self._held(), self.caller.built.framework):
            if slot.name in self.backward.buffers:
                slot.write(np.zeros_like(slot.read()))

    def _held(self) -> dict[str, Any]:
        """Where gradients may be left: on the object, or in the buffers of a function's module."""
        built = self.caller.built
        held: dict[str, Any] = vars(built.module if built.is_function else built.thing)
        if not built.is_function:
            return held
        names = {re.split(r"[.\[]", name)[0] for name in self.backward.buffers}
        return {n: v for n, v in held.items() if n in names}

    def _of_the_last(self, name: str) -> bool:
        """Whether an argument's name speaks of the last state, where the whole sequence is returned too."""
        return self.caller.plan.outputs is not None and bool(LAST.search(name))

    def _none_of(self, sent: Any, call: Call) -> Any:
        """No gradient of what else is returned: beside a sequence that is the last state."""
        like, last = self.caller.array(sent), self.caller.plan.last
        assert like is not None
        if self.caller.plan.level == "layer" and self.caller.plan.outputs is not None and last is not None:
            shape = call.xs.shape[1], self.caller.built.sizes.h
            return self.caller.native(laid(np.zeros(shape), "BH", last.axes))
        return self.caller.native(np.zeros_like(like))

    def _asked(self, call: Call) -> Asked:
        x, h = self._inputs(call)
        roles = {r: n for n, r in self.caller.plan.roles}
        return Asked(
            (x.shape, roles.get("x", "x")),
            (None if h is None else h.shape, roles.get("h", "h")),
            self.slots,
            self.backward.names,
            self.backward.buffers,
        )

    def _inputs(self, call: Call) -> tuple[Array, Array | None]:
        plan = self.caller.plan
        whole = plan.level == "layer"
        if self.caller.built.table is not None:
            return np.zeros(call.xs.shape[:2]), None if call.h0 is None else laid(call.h0, "BH", plan.h_axes)
        x = laid(call.xs if whole else call.xs[0], "TBD" if whole else "BD", plan.x_axes)
        return x, None if call.h0 is None else laid(call.h0, "BH", plan.h_axes)

    def _argument(self, name: str, role: str, value: Any, call: Call) -> Any:
        built, native = self.caller.built, self.caller.native
        x, h = self._inputs(call)
        if role == "returned":
            place = self.backward.returned.index(name)
            return value[place] if isinstance(value, tuple | list) else value
        if role == "cache":
            return value if self.backward.whole else _rest(value, self.backward.parts.get(name, 0))
        if role == "x":
            return native(x)
        if role == "h" and h is not None:
            return native(h)
        if name in built.weights:
            return built.weights[name]
        if len(built.weights) == 1 and role == "weights":
            return next(iter(built.weights.values()))
        raise CallTrouble(f"the backward asks for {name}", "take the gradient of the state, and a cache")


def _with_initial(incoming: Array, leaf: Leaf) -> Array:
    """With zeros for the initial state that the forward returns as well."""
    axis = leaf.axes.index("T")
    return np.insert(incoming, 0 if leaf.skip > 0 else incoming.shape[axis], 0.0, axis=axis)


def _rest(value: Any, parts: int) -> Any:
    """What a forward returned beside the state; or all of it, where the backward takes it apart into as
    many parts."""
    if not isinstance(value, tuple | list):
        return value.get("cache", value) if isinstance(value, dict) else value
    rest = value[1] if len(value) == 2 else value[1:] if isinstance(value, tuple) else value
    whole = parts == len(value) and not (isinstance(rest, tuple | list) and len(rest) == parts)
    return value if whole else rest


def last_only(cotangent: Array, steps: int) -> Array:
    """The gradient (B, H) of the last state as one of all states (T, B, H)."""
    whole = np.zeros((steps, *cotangent.shape))
    whole[-1] = cotangent
    return whole
