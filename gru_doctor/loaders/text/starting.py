"""Whether an argument that may be left out is the initial state, told by what takes its place then."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import lru_cache

from gru_doctor.loaders.text.usage import calls

FRESH = re.compile(r"zeros|ones|full|empty|rand|init|begin|start|fill|reset", re.I)


@lru_cache(maxsize=512)
def stands_for_fresh(node: ast.AST | None, name: str) -> bool:
    """`if s0 is None: s0 = zeros(…)`, `s0 if s0 is not None else self.begin()`, `s0 or zeros(…)`."""
    branches = (b for n in ast.walk(node) for b in _asked(n, name)) if node is not None else ()
    return any(FRESH.search(called) for branch in branches for called in calls(branch))


def _asked(node: ast.AST, name: str) -> Iterator[ast.AST]:
    """The branches of a question whether an argument was given."""
    match node:
        case ast.If() if _tells(node.test, name):
            yield from (*node.body, *node.orelse)
        case ast.IfExp() if _tells(node.test, name):
            yield from (node.body, node.orelse)
        case ast.BoolOp(values=[ast.Name(id=first), *rest]) if first == name:
            yield from rest


def _tells(test: ast.expr, name: str) -> bool:
    plain = test.operand if isinstance(test, ast.UnaryOp) else test
    asked = plain.left if isinstance(plain, ast.Compare) else plain
    return isinstance(asked, ast.Name) and asked.id == name
