"""A forward over tokens, a loss and a backward that are methods apart, or functions of the file apart, as one
function of all they take."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping
from dataclasses import replace
from types import ModuleType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gru_doctor.errors import NotExamined
from gru_doctor.loaders.arrays.slots import Slot
from gru_doctor.loaders.building.construct import Built
from gru_doctor.loaders.calling.entries import code_of, own_methods
from gru_doctor.loaders.calling.leaves import Leaf, opened
from gru_doctor.loaders.gradients.backward import ENTRY, return_names
from gru_doctor.loaders.text.names import call_role
from gru_doctor.loaders.text.signature import arguments, definition
from gru_doctor.loaders.tokens.caller import TokenCaller
from gru_doctor.loaders.tokens.fit import TARGETS
from gru_doctor.loaders.tokens.loss import FromLoss, from_loss
from gru_doctor.records import Array
from gru_doctor.subject import Call, Gradient, Repeated

LOSS = re.compile(r"loss|cost|entropy|nll|likelihood", re.I)
CLOSE, TINY = 1e-6, 1e-300
NAME = "forward_loss_and_backward"


class Joined:
    """Calls the methods, or functions, in their order; each takes what was given to it, or what the forward
    returned, by name. `names` are those of what comes back, one a part. It has no attributes to look into."""

    __slots__ = ("forward", "later", "names", "returned", "thing")

    def __init__(self, caller: TokenCaller, later: tuple[str, ...]) -> None:
        built, self.later, self.thing = caller.built, later, _home(caller.built)
        self.forward = caller.plan.entry or built.thing.__name__
        self.returned = return_names(_code(built, self.forward))
        told = return_names(_code(built, later[-1]))
        self.names = ("", "", *(told if len(told) > 1 else ("gradients",)))

    def __call__(self, targets: Any, **given: Any) -> tuple[Any, ...]:
        value = getattr(self.thing, self.forward)(**given)
        parts = list(value) if isinstance(value, tuple) else [value]
        known = {**given, **dict(zip(self.returned, parts, strict=False))}
        kept = () if isinstance(self.thing, ModuleType) else vars(self.thing).values()
        loss = _entropy([*parts, *kept], targets)
        *losses, found = (self._called(name, targets, known) for name in self.later)
        return value, losses or loss, *(found if isinstance(found, tuple) else (found,))

    def _called(self, name: str, targets: Any, known: Mapping[str, Any]) -> Any:
        method = getattr(self.thing, name)
        asked = [a.name for a in arguments(method) if a.required]
        return method(**{n: known[n] if n in known else _by_role(n, targets, known) for n in asked})


def _home(built: Built) -> Any:
    """Where what belongs to the forward is found: the object, or of a function its module."""
    return built.module if built.is_function else built.thing


def _code(built: Built, name: str) -> ast.AST | None:
    return definition(built.tree, name) if built.is_function else code_of(built, name)


def _beside(built: Built) -> list[str]:
    """The methods of the object, or the functions of the file."""
    if not built.is_function:
        return own_methods(built.thing)
    return [n.name for n in built.tree.body if isinstance(n, ast.FunctionDef)]


def _entropy(values: list[Any], targets: Any) -> float | None:
    """The cross-entropy of the targets where one of the values holds the chance of each token at each step;
    this or a multiple of it is the loss."""
    for steps in map(opened, values):
        if isinstance(steps, list | tuple | np.ndarray) and len(steps) == len(targets):
            rows = [np.ravel(step) for step in steps if isinstance(step, np.ndarray)]
            if len(rows) == len(targets) and all(_chances(row) for row in rows):
                return float(sum(-np.log(row[k] + TINY) for row, k in zip(rows, targets, strict=True)))
    return None


def _chances(row: NDArray[Any]) -> bool:
    return row.dtype.kind == "f" and row.size > 1 and row.min() >= 0 and abs(row.sum() - 1) < CLOSE


def _by_role(name: str, targets: Any, known: Mapping[str, Any]) -> Any:
    if TARGETS.match(name):
        return targets
    alike = (v for n, v in known.items() if call_role(n) == call_role(name) != "unknown")
    return next(alike, None)


class Apart:
    """Stands for a backward that could not be held to any loss."""

    def gradient(self, call: Call, cotangent: Array) -> Gradient:
        """See Subject."""
        raise NotExamined(
            "its backward pass takes targets, and where the loss enters it could not be told",
            "let the backward pass take the gradient of the states, or return the loss beside the gradients",
        )

    def repeated(self, call: Call, cotangent: Array) -> Repeated:
        """See Subject."""
        raise NotExamined("the backward pass could not be called")


def from_methods(caller: TokenCaller, slots: list[Slot]) -> FromLoss | Apart | None:
    """The gradient of a loss whose backward is a method or a function of its own that takes the targets; None
    where there is none."""
    home, plan = _home(caller.built), caller.plan
    if "targets" in dict(plan.roles).values():
        return None
    forward = plan.entry or caller.built.thing.__name__
    own = [n for n in _beside(caller.built) if n != forward and _takes_targets(home, n)]
    backward = next((n for n in own if ENTRY.search(n)), None)
    if backward is None:
        return None
    losses = [n for n in own if LOSS.search(n) and n != backward][:1]
    ways = [(), *[(n,) for n in losses]]
    found = (_held_to(caller, (*way, backward), slots) for way in ways)
    return next((f for f in found if f is not None), Apart())


def _held_to(caller: TokenCaller, later: tuple[str, ...], slots: list[Slot]) -> FromLoss | None:
    """The gradient of the loss that these methods give, where it is one."""
    built, plan = caller.built, caller.plan
    setattr(built.thing, NAME, Joined(caller, later))
    built.memory.remember()
    whole = replace(
        plan,
        entry=NAME,
        roles=(*plan.roles, ("targets", "targets")),
        outputs=_inside(plan.outputs),
        last=_inside(plan.last),
    )
    return from_loss(caller.again(whole, caller.inject), slots)


def _takes_targets(thing: Any, name: str) -> bool:
    method = getattr(thing, name, None)
    return callable(method) and any(TARGETS.match(a.name) for a in arguments(method) if a.required)


def _inside(leaf: Leaf | None) -> Leaf | None:
    """Where it stands once the forward's result is the first part of a whole."""
    return None if leaf is None else replace(leaf, path=(0, *leaf.path))
