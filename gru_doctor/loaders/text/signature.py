"""What a user's callable asks for: its arguments, and the keys it looks up in its containers."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import Any

EMPTY = inspect.Parameter.empty
MISSING = object()


@dataclass(frozen=True)
class Argument:
    """One parameter of a callable; `default` is MISSING where it is required."""

    name: str
    default: Any
    annotation: Any

    @property
    def required(self) -> bool:
        """Whether a call must give it."""
        return self.default is MISSING


def arguments(function: Callable[..., Any]) -> tuple[Argument, ...]:
    """The parameters that a caller may give by position or by name, without *args and **kwargs."""
    try:
        signature = inspect.signature(function)
    except (TypeError, ValueError):
        return ()
    starred = (inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD)
    named = (p for p in signature.parameters.values() if p.kind not in starred)
    return tuple(Argument(p.name, MISSING if p.default is EMPTY else p.default, p.annotation) for p in named)


@lru_cache(maxsize=512)
def definition(tree: ast.Module, name: str) -> ast.AST | None:
    """The def or class of that name, `Class.method` for methods; top-level ones before inner."""
    scope: ast.AST | None = tree
    for part in name.split("."):
        scope = None if scope is None else _inside(scope, part)
    return scope


def _inside(scope: ast.AST, name: str) -> ast.AST | None:
    for node in chain(getattr(scope, "body", ()), ast.walk(scope)):
        if getattr(node, "name", None) == name and isinstance(node, ast.stmt):
            return node
    return None


def keys_of(node: ast.AST | None, container: str) -> tuple[str, ...]:
    """Names that code looks up in a container: `p['Wz']`, `p.Wz`, `p.get('Wz')`, in order."""
    if node is None:
        return ()
    return tuple(dict.fromkeys(_keys(node, container)))


def _keys(node: ast.AST, container: str) -> Iterator[str]:
    for n in ast.walk(node):
        if isinstance(n, ast.Subscript) and _is(n.value, container):
            yield from filter(None, (_text(n.slice),))
        elif isinstance(n, ast.Call) and isinstance(n.func, ast.Attribute) and n.func.attr == "get":
            if _is(n.func.value, container) and n.args and _text(n.args[0]):
                yield _text(n.args[0])
        elif isinstance(n, ast.Attribute) and _is(n.value, container):
            yield from {n.attr} - DICT_METHODS


DICT_METHODS = {
    "get", "items", "keys", "values", "setdefault", "update", "copy", "pop", "append", "shape",
}  # fmt: skip


def unpacked(node: ast.AST | None, container: str) -> tuple[str, ...]:
    """The names in `Wz, Uz, bz = p`."""
    for n in ast.walk(node) if node is not None else ():
        if isinstance(n, ast.Assign) and _is(n.value, container):
            target = n.targets[0]
            if isinstance(target, ast.Tuple | ast.List):
                return tuple(ast.unparse(e) for e in target.elts)
    return ()


@lru_cache(maxsize=512)
def first_of(node: ast.AST | None, container: str) -> bool:
    """Whether code takes a state out of a list or a tuple: `states[0]`, `h, = states`."""
    if node is None:
        return False
    zero = any(
        isinstance(n, ast.Subscript) and _is(n.value, container)
        and isinstance(n.slice, ast.Constant) and n.slice.value in (0, -1)
        for n in ast.walk(node)
    )  # fmt: skip
    return zero or len(unpacked(node, container)) > 0


def _is(node: ast.expr, container: str) -> bool:
    if isinstance(node, ast.Name):
        return node.id == container
    return isinstance(node, ast.Attribute) and "." in container and ast.unparse(node) == container


def _text(node: ast.expr) -> str:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""
