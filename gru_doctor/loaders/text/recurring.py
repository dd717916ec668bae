"""Whether a function that a method hands its work to walks over time: its loop carries a value on."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from functools import lru_cache

DEEPEST = 3


def handed_to(tree: ast.Module, nodes: list[ast.AST]) -> list[ast.AST]:
    """The functions of the file that some code calls by name, and those that they call."""
    defined = {n.name: n for n in tree.body if isinstance(n, ast.FunctionDef)}
    found: dict[str, ast.AST] = {}
    for _ in range(DEEPEST):
        names = {name for node in nodes for name in _called(node)} & defined.keys() - found.keys()
        nodes = [defined[name] for name in sorted(names)]
        found |= {name: defined[name] for name in sorted(names)}
    return list(found.values())


def _called(node: ast.AST) -> Iterator[str]:
    for call in ast.walk(node):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name):
            yield call.func.id


@lru_cache(maxsize=512)
def carries(node: ast.AST) -> bool:
    """Whether a loop in it makes a value out of the one before: `h = step(x, h)`, and not a sum."""
    return any(_recurs(loop) for loop in ast.walk(node) if isinstance(loop, ast.For | ast.While))


def _recurs(loop: ast.For | ast.While) -> bool:
    made: dict[str, set[str]] = {}
    for statement in loop.body:
        for name, read in _assigned(statement):
            made.setdefault(name, set()).update(read)
    return any(name in _behind(name, made) for name in made)


def _assigned(statement: ast.stmt) -> Iterator[tuple[str, set[str]]]:
    """Each name that is bound with the names it is made of; a sum of itself and others is a sum."""
    for node in ast.walk(statement):
        if not isinstance(node, ast.Assign):
            continue
        stored = {n.id for t in node.targets for n in ast.walk(t) if isinstance(n, ast.Name)}
        for name in stored:
            yield name, _read(_beside(node.value, name))


def _beside(value: ast.expr, name: str) -> ast.expr:
    """Of `s + a` what stands beside s."""
    if not isinstance(value, ast.BinOp) or not isinstance(value.op, ast.Add | ast.Sub):
        return value
    sides = [
        side for side in (value.left, value.right) if not (isinstance(side, ast.Name) and side.id == name)
    ]
    return sides[0] if len(sides) == 1 else value


def _read(value: ast.expr) -> set[str]:
    return {n.id for n in ast.walk(value) if isinstance(n, ast.Name)}


def _behind(name: str, made: Mapping[str, set[str]]) -> set[str]:
    """What a name is made of, directly or not."""
    found: set[str] = set()
    queue = [name]
    while queue:
        fresh = made.get(queue.pop(), set()) - found
        found |= fresh
        queue += fresh
    return found
