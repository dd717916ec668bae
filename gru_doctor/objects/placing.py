"""A result about text that was put together, told in the places people know: their cells and files."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from gru_doctor.objects.history import Line
from gru_doctor.records import Finding, Related, Result, Span, Target

CELL = re.compile(r"In\[(\d+)\]")


def placed(result: Result, path: str, lines: Sequence[Line]) -> Result:
    """The result with every line of `path` told by where it really stands."""
    if not lines:
        return replace(result, reproduce="")
    told = _Places(path, lines)
    line = result.target.line or _first(result)
    found = told.at(line) or lines[-1]
    return replace(
        result,
        target=Target(found.file, result.target.name, told.line(line)),
        card=result.card and replace(result.card, line=told.line(result.card.line)),
        findings=tuple(told.finding(f) for f in result.findings),
        error=result.error and replace(result.error, line=told.line(result.error.line)),
        reproduce="",
    )


def _first(result: Result) -> int | None:
    return next((f.span.line for f in result.findings if f.span), None)


class _Places:
    def __init__(self, path: str, lines: Sequence[Line]) -> None:
        self.path, self.lines = path, lines

    def at(self, line: int | None) -> Line | None:
        if line is None or not 0 < line <= len(self.lines):
            return None
        return self.lines[line - 1]

    def line(self, line: int | None) -> int | None:
        found = self.at(line)
        return found.number if found else line

    def finding(self, finding: Finding) -> Finding:
        span = finding.span
        if span is None:
            return finding
        related = tuple(self._related(r) for r in finding.related)
        moved = self._span(span)
        cell = CELL.fullmatch(moved.file)
        number = int(cell[1]) if cell else finding.notebook_cell
        return replace(finding, span=moved, related=related, notebook_cell=number)

    def _span(self, span: Span) -> Span:
        first, last = self.at(span.line), self.at(span.end_line)
        if span.file != self.path or first is None or last is None:
            return span
        columns = span.column + first.indent, span.end_column + last.indent
        return Span(first.file, first.number, columns[0], last.number, columns[1])

    def _related(self, related: Related) -> Related:
        found = self.at(related.line)
        if related.file != self.path or found is None:
            return related
        return replace(related, file=found.file, line=found.number)
