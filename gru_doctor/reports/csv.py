"""CSV for a spreadsheet: one row a target, with its first finding, which caused the others."""

from __future__ import annotations

import csv
from io import StringIO

from gru_doctor.records import Finding, Report, Result
from gru_doctor.reports.findings import worst_first
from gru_doctor.reports.words import plain

COLUMNS = (
    "file", "object", "verdict", "code", "name", "line", "message", "remedy", "findings", "seconds",
)  # fmt: skip
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def render(report: Report, *, width: int = 80, color: bool = False) -> str:
    """The rows below a header, in the order of the report."""
    page = StringIO()
    writer = csv.writer(page, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(map(_row, report.results))
    return page.getvalue()


def _row(result: Result) -> list[str]:
    target = result.target
    seconds = sum(check.seconds for check in result.checks)
    cells = [target.path, target.name, result.verdict, *_found(result), str(len(result.findings))]
    return [*map(_harmless, cells), f"{seconds:.2f}"]


def _found(result: Result) -> list[str]:
    """code, name, line, message and remedy; of what was not examined the reason and the hint."""
    if result.error:
        line = str(result.error.line or "")
        return [result.error.kind, "", line, result.error.message, result.error.hint]
    first: Finding | None = next(iter(worst_first(result.findings)), None)
    if first is None:
        return [""] * 5
    line = str(first.span.line) if first.span else ""
    return [first.code, first.name, line, first.message, first.remedy or ""]


def _harmless(cell: str) -> str:
    """A spreadsheet runs a cell that begins as a formula; an apostrophe makes it a text."""
    text = plain(cell)
    return f"'{text}" if text.startswith(FORMULA) else text
