"""From ast positions, UTF-8 byte offsets from 0, to spans that count characters from 1."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from gru_doctor.records import Span

# str.splitlines would also split at form feeds and other marks that the tokenizer leaves alone.
LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")

BODIES = {"body", "orelse", "finalbody", "handlers", "cases", "decorator_list"}
COMPOUND = (
    ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.If, ast.While, ast.For, ast.AsyncFor,
    ast.With, ast.AsyncWith, ast.Match,
)  # fmt: skip


class Text:
    """The source of one file, read by spans."""

    def __init__(self, source: str, filename: str) -> None:
        self.filename = filename
        self.lines: list[str] = LINE.findall(source)

    def span(self, node: ast.AST) -> Span:
        """The span of an expression or of a simple statement; of a compound one, its header."""
        last = node if not isinstance(node, COMPOUND) else _header_end(node)
        return self.between(node, last)

    def between(self, first: ast.AST, last: ast.AST) -> Span:
        """From the start of one node to the end of another; both must carry positions."""
        line, start = _whole(first, "lineno"), _whole(first, "col_offset")
        end_line, end = _whole(last, "end_lineno"), _whole(last, "end_col_offset")
        return Span(self.filename, line, self._column(line, start), end_line, self._column(end_line, end))

    def segment(self, span: Span) -> str:
        """The exact characters of a span, line breaks as the file has them."""
        if span.line == span.end_line:
            return self.lines[span.line - 1][span.column - 1 : span.end_column - 1]
        first = self.lines[span.line - 1][span.column - 1 :]
        between = self.lines[span.line : span.end_line - 1]
        return "".join([first, *between, self.lines[span.end_line - 1][: span.end_column - 1]])

    def _column(self, line: int, offset: int) -> int:
        text = self.lines[line - 1]
        return 1 + (offset if text.isascii() else len(text.encode()[:offset].decode()))


def placed(node: ast.AST) -> bool:
    """Whether the node stands in the file, and was not made by a program."""
    return getattr(node, "end_col_offset", None) is not None


def _whole(node: ast.AST, name: str) -> int:
    return int(getattr(node, name))


def _header_end(statement: ast.AST) -> ast.AST:
    """The last node of a compound statement's header; without one, the statement."""
    header = [node for node in _header_nodes(statement) if placed(node)]
    return max(header or [statement], key=_end)


def _end(node: ast.AST) -> tuple[int, int]:
    return _whole(node, "end_lineno"), _whole(node, "end_col_offset")


def _header_nodes(statement: ast.AST) -> Iterator[ast.AST]:
    for name, value in ast.iter_fields(statement):
        if name in BODIES:
            continue
        for item in value if isinstance(value, list) else [value]:
            if isinstance(item, ast.AST):
                yield from ast.walk(item)
