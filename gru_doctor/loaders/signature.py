"""What a user's callable asks for: its arguments, and the keys it looks up in its containers."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass
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
    named = (p for p in signature.parameters.values() if p.kind not in (p.VAR_POSITIONAL, p.VAR_KEYWORD))
    return tuple(
        Argument(p.name, MISSING if p.default is EMPTY else p.default, p.annotation) for p in named
    )


def definition(tree: ast.Module, name: str) -> ast.AST | None:
    """The def or class of that name, `Class.method` for methods."""
    scope: ast.AST | None = tree
    for part in name.split("."):
        inner = ast.walk(scope) if scope is not None else iter(())
        scope = next((n for n in inner if getattr(n, "name", None) == part), None)
    return scope


def keys_of(node: ast.AST | None, container: str) -> tuple[str, ...]:
    """Names that code looks up in a container: `p['Wz']`, `p.Wz`, `p.get('Wz')`, in order."""
    if node is None:
        return ()
    return tuple(dict.fromkeys(_keys(node, container)))


def _keys(node: ast.AST, container: str) -> Iterator[str]:
    for n in ast.walk(node):
        if isinstance(n, ast.Subscript) and _is(n.value, container) and _text(n.slice):
            yield _text(n.slice)
        elif isinstance(n, ast.Call) and isinstance(n.func, ast.Attribute) and n.func.attr == "get":
            if _is(n.func.value, container) and n.args and _text(n.args[0]):
                yield _text(n.args[0])
        elif isinstance(n, ast.Attribute) and _is(n.value, container) and n.attr not in _DICT_METHODS:
            yield n.attr


_DICT_METHODS = {"get", "items", "keys", "values", "setdefault", "update", "copy", "pop", "append"}


def unpacked(node: ast.AST | None, container: str) -> tuple[str, ...]:
    """The names in `Wz, Uz, bz = p`, or p[0], p[1] … as numbered names."""
    if node is None:
        return ()
    for n in ast.walk(node):
        if isinstance(n, ast.Assign) and _is(n.value, container) and isinstance(n.targets[0], ast.Tuple):
            return tuple(ast.unparse(e) for e in n.targets[0].elts)
    return ()


def _is(node: ast.expr, container: str) -> bool:
    return ast.unparse(node) == container


def _text(node: ast.expr) -> str:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""
