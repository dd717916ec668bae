"""What a container of weights must hold, read from the code that looks into it."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from typing import Any

from gru_doctor.loaders.text.names import BACK
from gru_doctor.loaders.text.signature import definition, keys_of, unpacked
from gru_doctor.loaders.text.usage import called_name

BACKWARD = re.compile(rf"{BACK}|grad|_bwd$|^bwd", re.I)


class Config(dict[str, Any]):
    """A dict whose keys are attributes too, as options travel in people's code."""

    def __getattr__(self, name: str) -> Any:
        try:
            return self[name]
        except KeyError:
            raise AttributeError(name) from None


@dataclass(frozen=True)
class Contents:
    """The names a container must hold; a tuple is unpacked in their order."""

    names: tuple[str, ...]
    is_tuple: bool


def contents(tree: ast.Module, node: ast.AST | None, name: str) -> Contents:
    """What the code at `node` takes out of its argument `name`, functions it is handed to
    included."""
    names = unpacked(node, name)
    if names:
        return Contents(names, True)
    keys = _keys(tree, node, name, 0)
    if keys:
        keys += [k for n in tree.body if BACKWARD.search(getattr(n, "name", "")) for k in keys_of(n, name)]
    return Contents(tuple(dict.fromkeys(keys)), False)


def _keys(tree: ast.Module, node: ast.AST | None, name: str, depth: int) -> list[str]:
    found = list(keys_of(node, name))
    if node is None or depth > 3:
        return found
    for call in (n for n in ast.walk(node) if isinstance(n, ast.Call)):
        callee = definition(tree, called_name(call)) if called_name(call) else None
        if isinstance(callee, ast.FunctionDef) and callee is not node:
            inner = received(call, callee, name)
            found += _keys(tree, callee, inner, depth + 1) if inner else []
    return found


def received(call: ast.Call, callee: ast.FunctionDef, name: str) -> str:
    """The callee's name for the argument, '' where it does not get it."""
    for position, given in enumerate(call.args):
        if isinstance(given, ast.Name) and given.id == name and position < len(callee.args.args):
            return callee.args.args[position].arg
    for keyword in call.keywords:
        if isinstance(keyword.value, ast.Name) and keyword.value.id == name and keyword.arg:
            return keyword.arg
    return ""
