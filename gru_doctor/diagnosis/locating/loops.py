"""The loop that a place in the user's file stands in, by its syntax alone."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from gru_doctor.diagnosis.locating.place import Place, place_of
from gru_doctor.errors import FileTrouble, SyntaxTrouble
from gru_doctor.loaders.text.bindings import binds
from gru_doctor.loaders.text.source import read
from gru_doctor.records import Span

NEAR = 40
"""Lines above a loop in which the name it runs over is looked for."""

COMPREHENSIONS = (ast.ListComp, ast.GeneratorExp, ast.SetComp, ast.DictComp)


def header_around(span: Span) -> Place | None:
    """What the innermost loop around a place runs over, or while what; None outside of every loop."""
    inside = [(node, header) for node, header in _loops(span.file) if _holds(node, span)]
    if not inside:
        return None
    node, header = max(inside, key=lambda pair: (pair[0].lineno, pair[0].col_offset))
    chosen = _choice(header, span.file)
    if chosen is not None:
        return place_of(_span(chosen, span.file), _span(chosen, span.file))
    return place_of(_span(header, span.file), _statement(node, header, span.file))


def _choice(header: ast.expr, file: str) -> ast.stmt | None:
    """What decides the order of the loop where it stands in a name: the last `if` above that binds it,
    else the assignment."""
    if not isinstance(header, ast.Name):
        return None
    above = [n for n in ast.walk(read(file).tree) if isinstance(n, ast.Assign | ast.If)]
    above = [n for n in above if (n.end_lineno or 0) < header.lineno and header.id in binds(n)]
    near = max(above, key=lambda n: (n.end_lineno or 0, -n.lineno), default=None)
    return near if near is not None and header.lineno - near.lineno < NEAR else None


def counted(text: str) -> bool:
    """Whether an expression reckons where it looks: `x[t - 1]`, `x[0]`, not `x[t]` or `x[:, t]`."""
    try:
        node = ast.parse(text.strip(), mode="eval").body
    except SyntaxError:
        return False
    return isinstance(node, ast.Subscript) and any(_reckoned(part) for part in _indices(node.slice))


def _indices(index: ast.expr) -> list[ast.expr]:
    return index.elts if isinstance(index, ast.Tuple) else [index]


def _reckoned(index: ast.expr) -> bool:
    return isinstance(index, ast.BinOp | ast.UnaryOp | ast.Call | ast.IfExp) or (
        isinstance(index, ast.Constant) and isinstance(index.value, int)
    )


def _loops(file: str) -> Iterator[tuple[ast.stmt | ast.expr, ast.expr]]:
    """Every loop of a file with what it runs over."""
    try:
        tree = read(file).tree
    except (FileTrouble, SyntaxTrouble):
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.For):
            yield node, node.iter
        elif isinstance(node, ast.While):
            yield node, node.test
        elif isinstance(node, COMPREHENSIONS):
            yield node, node.generators[0].iter


def _holds(node: ast.AST, span: Span) -> bool:
    outer = _span(node, span.file)
    starts = (outer.line, outer.column) <= (span.line, span.column)
    return starts and (span.end_line, span.end_column) <= (outer.end_line, outer.end_column)


def _span(node: ast.AST, file: str) -> Span:
    line, column = getattr(node, "lineno", 0), getattr(node, "col_offset", 0)
    return Span(
        file, line, column + 1, getattr(node, "end_lineno", line), getattr(node, "end_col_offset", 0) + 1
    )


def _statement(node: ast.AST, header: ast.expr, file: str) -> Span:
    """The line of the loop, without its body."""
    if isinstance(node, COMPREHENSIONS):
        return _span(node, file)
    first, last = _span(node, file), _span(header, file)
    return Span(file, first.line, first.column, last.end_line, last.end_column + 1)
