"""The user's hand-written backward pass: found, called after the forward, and its results sorted."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from types import ModuleType
from typing import Any

import numpy as np

from gru_doctor.errors import CallTrouble
from gru_doctor.loaders.boundary import guarded
from gru_doctor.loaders.caller import Caller, canonical, laid
from gru_doctor.loaders.names import call_role
from gru_doctor.loaders.returned import Returned, gathered_gradients
from gru_doctor.loaders.signature import arguments, definition
from gru_doctor.loaders.slots import Slot
from gru_doctor.loaders.sums import summed
from gru_doctor.records import Array
from gru_doctor.subject import Call, Gradient

ENTRY = re.compile(r"back|bprop|bptt|^grads?$|gradients?$|_bwd$|^bwd", re.I)
INCOMING = re.compile(r"^_?(d\w*|grad\w*|delta\w*|g|gy|gh|err\w*|top_\w+|out_grad|upstream\w*|\w*_grad|\w*_diff|eps)$", re.I)
CACHE = re.compile(r"^_?(cache\w*|ctx|saved|tape|aux|\w*_cache|inter\w*|memo|state_cache|residuals?)$", re.I)


@dataclass(frozen=True)
class Backward:
    """A hand-written backward pass: what to call, what its arguments are, and its own names for
    what it returns."""

    call: Callable[..., Any]
    roles: tuple[tuple[str, str], ...]
    names: tuple[str, ...]


def found(caller: Caller, module: ModuleType, tree: ast.Module) -> Backward | None:
    """The method or function that looks like the backward of the planned forward."""
    thing, entry = caller.built.thing, caller.plan.entry
    if entry:
        owner = type(thing).__name__
        named = {n: getattr(thing, n) for n in dir(type(thing)) if ENTRY.search(n)}
        chosen = _nearest(entry, [n for n in named if callable(named[n])])
        return None if chosen is None else _described(named[chosen], _method(tree, type(thing), chosen) or definition(tree, f"{owner}.{chosen}"))
    functions = {n: f for n, f in vars(module).items() if hasattr(f, "__code__") and ENTRY.search(n)}
    chosen = _nearest(thing.__name__, list(functions))
    return None if chosen is None else _described(functions[chosen], definition(tree, chosen))


def _method(tree: ast.Module, cls: type, name: str) -> ast.AST | None:
    for base in cls.__mro__:
        if name in vars(base):
            return definition(tree, f"{base.__name__}.{name}")
    return None


def _nearest(entry: str, names: list[str]) -> str | None:
    """`gru_step_backward` goes with `gru_step_forward`; else the first."""
    stem = re.sub(r"_?(forward|fwd|fprop|step)(_pass)?", "", entry)
    return max(names, key=lambda n: (stem in n, "step" in n and "step" in entry, -len(n)), default=None)


def _described(function: Callable[..., Any], node: ast.AST | None) -> Backward:
    roles = []
    for argument in arguments(function):
        role = _role(argument.name)
        if argument.required or role in ("dh", "cache"):
            roles.append((argument.name, role))
    if roles and all(r != "dh" for _, r in roles):
        first = next((i for i, (_, r) in enumerate(roles) if r in ("other", "h")), None)
        if first is not None:
            roles[first] = (roles[first][0], "dh")
    return Backward(function, tuple(roles), tuple(_return_names(node)))


def _role(name: str) -> str:
    if CACHE.match(name):
        return "cache"
    if INCOMING.match(name) and call_role(name) != "weights":
        return "dh"
    role: str = call_role(name)
    return role if role in ("x", "h", "weights") else "other"


def _return_names(node: ast.AST | None) -> Iterator[str]:
    """The names in the last `return a, b, c` of a backward."""
    returns = [n for n in ast.walk(node) if isinstance(n, ast.Return) and n.value] if node else []
    if returns and returns[-1].value is not None:
        value = returns[-1].value
        parts = value.elts if isinstance(value, ast.Tuple | ast.List) else [value]
        yield from (ast.unparse(p) for p in parts)


class HandWritten:
    """Gradients by the user's own backward."""

    def __init__(self, caller: Caller, backward: Backward, slots: list[Slot]) -> None:
        self.caller, self.backward, self.slots = caller, backward, slots

    def gradient(self, call: Call, cotangent: Array) -> Gradient:
        """See Subject; what raises becomes the complaint."""
        try:
            rows = [
                self._row(row, cotangent[..., b : b + 1, :] if self.caller.plan.by_row else cotangent)
                for b, row in enumerate(self.caller.rows(call))
            ]
        except CallTrouble as trouble:
            where = f" (line {trouble.line})" if trouble.line else ""
            return Gradient(None, None, {}, trouble.message + where)
        return rows[0] if len(rows) == 1 else summed(rows)

    def _row(self, call: Call, cotangent: Array) -> Gradient:
        if self.caller.plan.level == "layer":
            return self._layer(call, cotangent)
        return self._chain(call, cotangent)

    def _layer(self, call: Call, cotangent: Array) -> Gradient:
        value = self.caller.values(call).values[0]
        plan = self.caller.plan
        leaf = plan.outputs if cotangent.ndim == 3 else plan.last
        if leaf is None:
            raise CallTrouble("the backward wants a gradient that the forward does not return")
        canonical = "TBH" if cotangent.ndim == 3 else "BH"
        incoming = laid(cotangent, canonical, leaf.axes)
        if leaf.skip:
            incoming = np.insert(incoming, 0, 0.0, axis=leaf.axes.index("T"))
        found = self._called(incoming, value, call)
        return Gradient(
            canonical(found.x[0], plan.x_axes, "TBD") if found.x else None,
            canonical(found.h[0], plan.h_axes, "BH") if found.h else None,
            found.weights,
        )

    def _chain(self, call: Call, cotangent: Array) -> Gradient:
        """A cell over time: forward again before each backward, from the last step to the first."""
        plan = self.caller.plan
        states = self.caller.run(call).outputs
        if states is None or call.h0 is None:
            raise CallTrouble("the backward of a cell needs its states")
        whole = cotangent if cotangent.ndim == 3 else _last_only(cotangent, len(call.xs))
        carry, xs, weights = np.zeros_like(whole[0]), [], dict[str, Array]()
        for t in reversed(range(len(call.xs))):
            before = states[t - 1] if t else call.h0
            step = Call(call.xs[t : t + 1], before)
            value = self.caller.values(step).values[0]
            found = self._called(laid(whole[t] + carry, "BH", plan.h_axes), value, step)
            carry = canonical(found.h[0], plan.h_axes, "BH") if found.h else np.zeros_like(carry)
            xs.append(canonical(found.x[0], plan.x_axes, "BD") if found.x else None)
            for name, array in found.weights.items():
                weights[name] = weights[name] + array if name in weights else array
        dx = None if any(x is None for x in xs) else np.stack(xs[::-1])
        return Gradient(dx, carry if found.h else None, weights)

    def _called(self, incoming: Array, value: Any, call: Call) -> Returned:
        thing, framework = self.caller.built.thing, self.caller.built.framework
        given = {n: self._argument(n, r, incoming, value, call) for n, r in self.backward.roles}
        result = guarded(self.backward.call, **given)
        shapes = {
            "x": laid(call.xs if self.caller.plan.level == "layer" else call.xs[0], "TBD" if self.caller.plan.level == "layer" else "BD", self.caller.plan.x_axes).shape,
            "h": None if call.h0 is None else laid(call.h0, "BH", self.caller.plan.h_axes).shape,
        }
        held = vars(thing) if self.caller.plan.entry and hasattr(thing, "__dict__") else {}
        return gathered_gradients(result, held, self.backward.names, self.slots, shapes, framework)

    def _argument(self, name: str, role: str, incoming: Array, value: Any, call: Call) -> Any:
        native, plan = self.caller.native, self.caller.plan
        if role == "dh":
            return native(incoming)
        if role == "cache":
            return _rest(value)
        if role == "x":
            axes = "TBD" if plan.level == "layer" else "BD"
            return native(laid(call.xs if plan.level == "layer" else call.xs[0], axes, plan.x_axes))
        if role == "h" and call.h0 is not None:
            return native(laid(call.h0, "BH", plan.h_axes))
        if name in self.caller.built.weights:
            return self.caller.built.weights[name]
        if len(self.caller.built.weights) == 1 and role == "weights":
            return next(iter(self.caller.built.weights.values()))
        raise CallTrouble(f"the backward asks for {name}", "take the gradient of the state, and a cache")


def _rest(value: Any) -> Any:
    """What a forward returned beside the state."""
    if isinstance(value, tuple | list) and len(value) == 2:
        return value[1]
    if isinstance(value, tuple):
        return value[1:]
    return value.get("cache", value) if isinstance(value, dict) else value


def _last_only(cotangent: Array, steps: int) -> Array:
    whole = np.zeros((steps, *cotangent.shape))
    whole[-1] = cotangent
    return whole
