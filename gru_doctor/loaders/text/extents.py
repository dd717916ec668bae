"""Which arguments of a constructor are sizes, told by how its code uses them."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Literal

from gru_doctor.loaders.text.usage import called_name

Size = Literal["input_size", "hidden_size", "unknown"]
BY_EXTENTS = re.compile(r"^(randn|rand|zeros|ones|empty|eye|identity|Linear|Dense|orthogonal|Linear\w*)$")


@lru_cache(maxsize=512)
def sizes_by_use(node: ast.AST | None, names: tuple[str, ...]) -> dict[str, Size]:
    """The arguments that stand in shapes: of two the hidden size is the one that several gates are wide,
    or that stands in a square; unknown where that tells them not apart."""
    rows = [row for n in ast.walk(node) if isinstance(n, ast.Call) for row in _rows(n)] if node else []
    marks = {n: sum(_wide(row, n) for row in rows) for n in names if any(_named(row, n) for row in rows)}
    hidden = [n for n, mark in marks.items() if mark]
    if len(marks) != 2 or len(hidden) != 1:
        return dict.fromkeys(marks, "unknown")
    return {n: "hidden_size" if n in hidden else "input_size" for n in marks}


def _rows(call: ast.Call) -> Iterator[list[ast.expr]]:
    """The shapes in a call: tuples and lists in it, and its arguments where these are extents."""
    for given in (*call.args, *(k.value for k in call.keywords)):
        if isinstance(given, ast.Tuple | ast.List):
            yield list(given.elts)
    if BY_EXTENTS.match(called_name(call)):
        yield list(call.args)


def _named(row: list[ast.expr], name: str) -> bool:
    return any(isinstance(n, ast.Name) and n.id == name for e in row if _plain(e) for n in ast.walk(e))


def _plain(extent: ast.expr) -> bool:
    return not any(isinstance(n, ast.Call | ast.Subscript | ast.Attribute) for n in ast.walk(extent))


def _wide(row: list[ast.expr], name: str) -> bool:
    """Whether a shape is square in a size, or has a multiple of it."""
    single = [e for e in row if isinstance(e, ast.Name) and e.id == name]
    multiple = any(isinstance(e, ast.BinOp) and isinstance(e.op, ast.Mult) and _named([e], name) for e in row)
    return len(single) > 1 or multiple


@lru_cache(maxsize=512)
def looked_up(node: ast.AST | None) -> frozenset[str]:
    """The names that say how many rows a table of vectors has: `Embedding(n, width)`."""
    calls = [n for n in ast.walk(node) if isinstance(n, ast.Call)] if node else []
    tables = [n for n in calls if re.search(r"Embedding$", called_name(n))]
    counts = [n.args[0] for n in tables if n.args]
    counts += [k.value for n in tables for k in n.keywords if k.arg in ("num_embeddings", "input_dim")]
    return frozenset(c.id for c in counts if isinstance(c, ast.Name))
