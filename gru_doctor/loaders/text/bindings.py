"""Which names a statement binds, and which it reads from the module."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterator, Sequence
from typing import Any

DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
CHANGING = {
    "append", "extend", "update", "setdefault", "insert", "add", "add_argument", "set_defaults",
    "add_argument_group",
}  # fmt: skip


def binds(statement: ast.stmt) -> set[str]:
    """Names that a top-level statement binds or, like `p['W'] = a` and `p.append(a)`, changes."""
    names = set[str]()
    for node in _own_nodes(statement):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store | ast.Del):
            names.add(node.id)
        elif isinstance(node, ast.Import | ast.ImportFrom):
            names |= {(a.asname or a.name).split(".")[0] for a in node.names}
        elif isinstance(node, DEFINITIONS):
            names.add(node.name)
        elif isinstance(node, ast.Subscript | ast.Attribute) and isinstance(node.ctx, ast.Store):
            names |= _root(node)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            names |= _changed_by(statement, node.func)
    return names


def _changed_by(statement: ast.stmt, function: ast.Attribute) -> set[str]:
    changing = function.attr in CHANGING
    return _root(function) if changing and isinstance(statement, ast.Expr | ast.For) else set()


def _own_nodes(statement: ast.AST) -> Iterator[ast.AST]:
    yield statement
    if isinstance(statement, DEFINITIONS):
        return
    for child in ast.iter_child_nodes(statement):
        yield from _own_nodes(child)


def _root(node: ast.expr) -> set[str]:
    while isinstance(node, ast.Subscript | ast.Attribute):
        node = node.value
    return {node.id} if isinstance(node, ast.Name) else set()


def paired(target: ast.expr, value: ast.expr) -> Iterator[tuple[ast.expr, ast.expr]]:
    """Each target of an assignment with its value, those of `a, b = c, d` apart."""
    if not isinstance(target, ast.Tuple) or not isinstance(value, ast.Tuple):
        yield target, value
        return
    for inner, part in zip(target.elts, value.elts, strict=False):
        yield from paired(inner, part)


def reads(node: ast.AST) -> set[str]:
    """Names loaded anywhere inside and not bound there: bodies of definitions included, without their
    arguments and local names."""
    loaded = set(_loaded(node))
    return loaded - set(dir(builtins)) | loaded & {"input", "sum", "__name__"}


def unread(statements: Sequence[ast.stmt]) -> set[str]:
    """Names that top-level assignments bind and that no statement reads."""
    assigned = set[str]().union(*(binds(s) for s in statements if isinstance(s, ast.Assign)))
    return assigned - set[str]().union(*map(reads, statements))


def _loaded(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Store):
        yield node.id
    if not isinstance(node, FUNCTIONS):
        for child in ast.iter_child_nodes(node):
            yield from _loaded(child)
        return
    inside = node.body if isinstance(node.body, list) else [node.body]
    own = _own_names(node, inside)
    yield from (n for part in inside for n in _loaded(part) if n not in own)
    outside = [node.args, *getattr(node, "decorator_list", ()), getattr(node, "returns", None)]
    yield from (n for part in outside if part is not None for n in _loaded(part))


def _own_names(function: ast.AST, inside: list[Any]) -> set[str]:
    """The arguments and local names of a function."""
    args = {n.arg for n in ast.walk(function.args) if isinstance(n, ast.arg)}  # type: ignore[attr-defined]
    stored, shared = set[str](), set[str]()
    for node in (n for part in inside for n in _scope(part)):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            stored.add(node.id)
        elif isinstance(node, ast.Global):
            shared |= set(node.names)
        elif isinstance(node, DEFINITIONS):
            stored.add(node.name)
    return args | (stored - shared)


def _scope(node: ast.AST) -> Iterator[ast.AST]:
    """The nodes of one scope, without the bodies of what is defined in it."""
    yield node
    if isinstance(node, (*FUNCTIONS, ast.ClassDef)):
        return
    for child in ast.iter_child_nodes(node):
        yield from _scope(child)
