"""The statement that gives a stored array its name: for findings about arrays that no expression reads."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator

from gru_doctor.diagnosis.locating.place import Place, place_of
from gru_doctor.errors import Trouble
from gru_doctor.loaders.text.source import read
from gru_doctor.records import Span


def declared(file: str, owner: str, names: Iterable[str]) -> Place | None:
    """The last statement, in the class of this name or else in the whole file, that binds one of these
    parameters, or the list it is in; None where there is none."""
    try:
        tree = read(file).tree
    except Trouble:
        return None
    classes = [n for n in tree.body if isinstance(n, ast.ClassDef)]
    inside = next((c for c in classes if c.name == owner), tree)
    found = [statement for name in names if (statement := _binding(inside, name)) is not None]
    last = max(found, key=_begins, default=None)
    if last is None:
        return None
    end_line, end_column = last.end_lineno or last.lineno, last.end_col_offset or last.col_offset
    span = Span(file, last.lineno, last.col_offset + 1, end_line, end_column + 1)
    return place_of(span, span)


def _binding(owner: ast.AST, name: str) -> ast.Assign | None:
    """The last statement that binds the innermost part of a name that is bound at all."""
    parts = [n for n in re.split(r"[.\[\]]+", name) if n.isidentifier()]
    bound = (max(_bindings(owner, part), key=_begins, default=None) for part in reversed(parts))
    return next((b for b in bound if b is not None), None)


def _begins(statement: ast.Assign) -> int:
    return statement.lineno


def _bindings(tree: ast.AST, name: str) -> Iterator[ast.Assign]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.Assign):
            continue
        targets = [t for whole in node.targets for t in getattr(whole, "elts", [whole])]
        if any(_name(t) == name for t in targets):
            yield node


def _name(target: ast.expr) -> str | None:
    while isinstance(target, ast.Subscript | ast.Starred):
        target = target.value
    return getattr(target, "attr", None) or getattr(target, "id", None)
