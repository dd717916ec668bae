"""What a file itself does with its object between two passes: in a training loop outside of the class."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING, Any

from gru_doctor.loaders.boundary import guarded
from gru_doctor.loaders.calling.entries import own_methods
from gru_doctor.loaders.text.signature import arguments

if TYPE_CHECKING:
    from gru_doctor.loaders.building.construct import Built

CLEARS = re.compile(
    r"^(reset|clear|zero|flush)(_?(grads?|gradients?|caches?|states?|tape|memory|history|buffers?|hidden))?$"
)
"""Methods that people call between two passes."""
OTHER = re.compile(r"step|updat|train|fit|sampl|sav|load|parameters|forward|backward|eval|print|plot", re.I)
EMPTY: dict[str, Callable[[], object]] = {
    "[]": list, "list()": list, "{}": dict, "dict()": dict, "()": tuple, "None": type(None),
}  # fmt: skip
Action = Callable[[], object]


def actions(built: Built) -> list[Action]:
    """Methods made for it; methods that the file calls, and attributes that it empties, from outside."""
    if built.is_function:
        return []
    own_classes = {c.__name__ for c in type(built.thing).__mro__}
    parts = (p for p in built.tree.body if getattr(p, "name", "") not in own_classes)
    outside = [n for part in parts for n in ast.walk(part)]
    called = {_method(n) for n in outside}
    own = [m for m in own_methods(built.thing) if CLEARS.match(m) or (m in called and not OTHER.search(m))]
    found: list[Action] = [partial(_called, getattr(built.thing, m)) for m in own]
    return found + [partial(_emptied, built.thing, *pair) for n in outside for pair in _emptying(n)]


def _method(node: ast.AST) -> str:
    """The method that is called with no arguments, as in `model.start()`; else nothing."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and not node.args:
        return node.func.attr
    return ""


def _emptying(node: ast.AST) -> Iterator[tuple[str, str]]:
    """Attributes that are emptied or set to nothing, and to what: `m.cache = []`, `m.cache.clear()`,
    `del m.cache[:]`."""
    held: list[ast.expr] = []
    if isinstance(node, ast.Assign) and ast.unparse(node.value) in EMPTY:
        names = [t.attr for t in node.targets if isinstance(t, ast.Attribute)]
        yield from ((name, ast.unparse(node.value)) for name in names)
    if isinstance(node, ast.Delete):
        held = [t.value for t in node.targets if isinstance(t, ast.Subscript)]
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and _method(node) == "clear":
        held = [node.func.value]
    yield from ((part.attr, "") for part in held if isinstance(part, ast.Attribute))


def _called(method: Any) -> None:
    if callable(method) and not any(a.required for a in arguments(method)):
        guarded(method)


def _emptied(thing: Any, name: str, to: str) -> None:
    held = getattr(thing, name, None)
    if to and name in vars(thing):
        setattr(thing, name, EMPTY[to]())
    elif not to and isinstance(held, list | dict):
        held.clear()
