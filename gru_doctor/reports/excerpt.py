"""The user's own lines with the expression underlined."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from gru_doctor.records import Span
from gru_doctor.reports.words import plain

TAB = 4
MOST_LINES = 6


class Line(NamedTuple):
    """One line of the excerpt: its number, its text, and the marks that stand below it."""

    number: int
    text: str
    marks: str


def excerpt(span: Span, source: Sequence[str], width: int) -> list[Line]:
    """The lines of a span, none longer than `width`: cropped around the expression where needed."""
    lines = [_line(span, i, text) for i, text in enumerate(source[:MOST_LINES])]
    return [_crop(line, width) for line in lines]


def _line(span: Span, i: int, text: str) -> Line:
    text = plain(text.rstrip())
    begin, end = _marked(span, span.line + i, text)
    before, marked = _expand(text[:begin]), _expand(text[:end])
    marks = " " * len(before) + "^" * max(len(marked) - len(before), 1)
    return Line(span.line + i, _expand(text), marks)


def _marked(span: Span, number: int, text: str) -> tuple[int, int]:
    """Where the expression begins and ends on this line, counted from 0."""
    begin = span.column - 1 if number == span.line else len(text) - len(text.lstrip())
    end = span.end_column - 1 if number == span.end_line else len(text)
    return begin, end


def _crop(line: Line, width: int) -> Line:
    if len(line.text) <= width:
        return line
    begin = len(line.marks) - len(line.marks.lstrip())
    start = 0 if len(line.marks) < width else max(begin - width // 4, 0)
    piece = "".join(_with_ellipses(line.text, start, width))
    return Line(line.number, piece, line.marks[start : start + width])


def _with_ellipses(text: str, start: int, width: int) -> Iterator[str]:
    stop = min(start + width, len(text))
    yield "…" if start else text[0]
    yield text[start + 1 : stop - 1]
    yield "…" if stop < len(text) else text[stop - 1]


def _expand(text: str) -> str:
    return text.expandtabs(TAB)
