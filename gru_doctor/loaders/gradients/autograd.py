"""Gradients of a planned call by the framework's own differentiation."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from gru_doctor.errors import CallTrouble
from gru_doctor.loaders.arrays.slots import Slot
from gru_doctor.loaders.axes import canonical, laid
from gru_doctor.loaders.boundary import guarded
from gru_doctor.loaders.calling.caller import Caller
from gru_doctor.loaders.calling.inputs import Inputs
from gru_doctor.loaders.calling.leaves import Leaf
from gru_doctor.loaders.frameworks import Differentiable
from gru_doctor.loaders.gradients.repeating import failed, other
from gru_doctor.loaders.gradients.sums import summed
from gru_doctor.records import Array
from gru_doctor.subject import Call, Gradient, Repeated

Graph = tuple[list[Any], list[Any], list[Any]]


class Autograd:
    """Answers the gradient of a Subject; a parameter that is not reached is left out."""

    def __init__(self, caller: Caller, framework: Differentiable, slots: list[Slot]) -> None:
        self.caller, self.framework, self.slots = caller, framework, slots

    def gradient(self, call: Call, cotangent: Array) -> Gradient:
        """See Subject; what raises becomes the complaint."""
        rows = []
        try:
            for b, row in enumerate(self.caller.rows(call)):
                part = cotangent[..., b : b + 1, :] if self.caller.plan.by_row else cotangent
                rows.append(self._row(row, part))
        except CallTrouble as trouble:
            return failed(trouble)
        return rows[0] if len(rows) == 1 else summed(rows)

    def repeated(self, call: Call, cotangent: Array) -> Repeated:
        """See Subject; the second pass goes through the same graph."""
        row = next(self.caller.rows(call))
        part = cotangent[..., :1, :] if self.caller.plan.by_row else cotangent
        try:
            graph = self._graph(row, part)
        except CallTrouble as trouble:
            raising = failed(trouble)
            return Repeated(raising, raising, raising)
        first, again = self._tried(row, graph), self._tried(row, graph)
        self._tried(other(row), self._graph(other(row), part))
        afresh = replace(row, carried=True)
        return Repeated(first, again, self._tried(afresh, self._graph(afresh, part)))

    def _tried(self, call: Call, graph: Graph) -> Gradient:
        try:
            return self._pulled(call, graph)
        except CallTrouble as trouble:
            return failed(trouble)

    def _row(self, call: Call, cotangent: Array) -> Gradient:
        return self._pulled(call, self._graph(call, cotangent))

    def _graph(self, call: Call, cotangent: Array) -> Graph:
        """The outputs of a forward pass, what weighs them, and what their gradients are asked by."""
        for slot in self.slots:
            self.framework.follow(slot.holder)
        if self.caller.built.table is not None:
            self.framework.follow(self.caller.built.table.slot.holder)
        inputs = self.caller.values(call, self.framework.tracked)
        outputs, weights = self._paired(inputs, cotangent)
        leaves = [*inputs.xs, *([inputs.h] if inputs.h is not None else []), *(s.holder for s in self.slots)]
        return outputs, weights, leaves

    def _pulled(self, call: Call, graph: Graph) -> Gradient:
        found = guarded(self.framework.pulled_back, *graph)
        return self._sorted(call, [None if g is None else self.framework.array(g) for g in found])

    def _paired(self, inputs: Inputs, cotangent: Array) -> tuple[list[Any], list[Any]]:
        plan, native = self.caller.plan, self.caller.native
        if plan.level == "cell":
            leaf = plan.last
            steps = range(len(inputs.values)) if cotangent.ndim == 3 else [len(inputs.values) - 1]
            parts = cotangent if cotangent.ndim == 3 else cotangent[None]
            outputs = [self.caller.reach(inputs.values[t], leaf) for t in steps] if leaf else []
            return outputs, [native(laid(p, "BH", leaf.axes)) for p in parts] if leaf else []
        leaf = plan.outputs if cotangent.ndim == 3 else plan.last
        if leaf is None:
            raise CallTrouble("the layer does not return what its gradient is asked of")
        return self._paired_layer(inputs.values[0], leaf, cotangent)

    def _paired_layer(self, value: Any, leaf: Leaf, cotangent: Array) -> tuple[list[Any], list[Any]]:
        sent = self.caller.sent(cotangent)
        weight = laid(sent, "TBH" if sent.ndim == 3 else "BH", leaf.axes)
        if leaf.skip:
            weight = np.insert(weight, 0, 0.0, axis=leaf.axes.index("T"))
        output = self.caller.reach(value, leaf)
        found = self.caller.array(output)
        if found is not None and found.shape != weight.shape:
            raise CallTrouble(f"{found.shape} came back, and {weight.shape} for other numbers of steps")
        if isinstance(output, list | tuple):
            return list(output), [self.caller.native(w) for w in weight]
        return [output], [self.caller.native(weight)]

    def _sorted(self, call: Call, found: list[Any]) -> Gradient:
        plan = self.caller.plan
        table = self.caller.built.table
        count = 1 if plan.level == "layer" or table is not None else len(call.xs)
        if table is None:
            xs = self._inputs(found[:count])
        else:
            xs = None if found[0] is None else table.gradient(found[0], call.xs.shape)
        rest = found[count:]
        h0 = None
        if call.h0 is not None:
            h0 = None if rest[0] is None else canonical(rest[0], plan.h_axes, "BH")
            rest = rest[1:]
        weights = {
            s.name: np.asarray(g, dtype=np.float64)
            for s, g in zip(self.slots, rest, strict=True)
            if g is not None
        }
        return Gradient(xs, h0, weights)

    def _inputs(self, found: list[Any]) -> Array | None:
        """The gradients of one input a call as that of xs (T, B, D)."""
        plan = self.caller.plan
        axes = "TBD" if plan.level == "layer" else "BD"
        if any(g is None for g in found):
            return None
        parts = [canonical(g, plan.x_axes, axes) for g in found]
        return parts[0] if plan.level == "layer" else np.stack(parts)
