"""Markdown for a pull request or the summary page of a workflow step: a table, then each finding.

Everything of the user's is escaped or stands in code, where neither marks nor @mentions work. What
GitHub would cut off for its length is left out, and said to be.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from gru_doctor.records import Finding, Report, Result
from gru_doctor.reports.excerpt import excerpt
from gru_doctor.reports.findings import facts, place, worst_first
from gru_doctor.reports.words import (
    LEVELS,
    OUTCOMES,
    convention_line,
    counted,
    counts,
    number,
    plain,
    prose,
    title,
)

LONGEST = 60_000
"""Characters; a comment on GitHub holds 65 536."""
CODE = frozenset({"yours", "reference", "parameter", "example", "read more"})
MARKS = re.compile(r"([\\`*_\[\]|~$])")
FIRST = re.compile(r"^([-+>#=])|^(\d+)(?=[.)])")
"""What makes a list, a heading or a quotation of a line."""
LINKED = re.compile(r"([@#])(?=\w)")
"""People and issues; a comment in between unlinks them."""


def render(report: Report, *, width: int = 80, color: bool = False) -> str:
    """Headings, one table of targets, and a section a target that has something to tell."""
    head = f"## gru-doctor\n\n{_text(counts(report))}\n"
    rows = ["| target | verdict | finding | line |\n|---|---|---|---|", *map(_row, report.results)]
    again = [_again(report)]
    pages = (_section(result) for result in report.results if result.findings or result.error)
    return head + "\n" + "\n".join(_fitting(rows, LONGEST // 2)) + "\n" + _joined(pages, again)


def _joined(sections: Iterable[str], again: Iterable[str]) -> str:
    parts = [*_fitting(sections, LONGEST // 2), *filter(None, again)]
    return "".join(f"\n{part}" for part in parts)


def _fitting(parts: Iterable[str], room: int) -> Iterator[str]:
    """As many parts as there is room for, then how many are left out."""
    left_out = 0
    for part in parts:
        room -= len(part)
        if room < 0:
            left_out += 1
            continue
        yield part
    if left_out:
        yield f"\n*{left_out} more left out for length.*\n"


def _row(result: Result) -> str:
    first: Finding | None = next(iter(worst_first(result.findings)), None)
    found, line = (f"{first.code} {first.name}", first.span.line if first.span else "") if first else ("", "")
    if result.error:
        found, line = result.error.kind, result.error.line or ""
    name = _code(title(result.target)).replace("|", "\\|")
    return f"| {name} | **{OUTCOMES[result.verdict]}** | {_text(found)} | {line} |"


def _section(result: Result) -> str:
    return "\n".join(_paragraphs(result))


def _paragraphs(result: Result) -> Iterator[str]:
    yield f"### {_code(title(result.target))}: {OUTCOMES[result.verdict]}\n"
    if result.convention:
        yield f"{_text(convention_line(result.convention))}\n"
    if result.error:
        line = f"line {result.error.line}: " if result.error.line else ""
        yield f"{_text(line + result.error.message)}\n"
        yield from [f"{_text(result.error.hint)}\n"] if result.error.hint else []
    for finding in result.findings:
        yield from _finding(finding)
    if result.checks:
        yield _checks(result)


def _finding(finding: Finding) -> Iterator[str]:
    yield f"#### {finding.code} {finding.name} ({LEVELS[finding.severity]})\n"
    if finding.span:
        yield f"{_code(place(finding))}\n"
        lines = excerpt(finding.span, finding.source, 100)
        yield _block("\n".join(f"{line.number:>5} | {line.text}\n      | {line.marks}" for line in lines))
    yield f"{_text(finding.message)}\n"
    for label, text in facts(finding):
        yield f"- **{label}**: {_code(text) if label in CODE else _text(text)}"
    yield ""


def _checks(result: Result) -> str:
    rows = (
        f"| {check.name} | {number(check.max_error)} | {number(check.tolerance)} | {check.status} "
        f"| {_text(check.detail)} |"
        for check in result.checks
    )
    head = "| check | error | tolerance | verdict | detail |\n|---|--:|--:|---|---|"
    summary = f"<summary>{counted(len(result.checks), 'check')}</summary>"
    return "\n".join([f"<details>{summary}\n", head, *rows, "\n</details>\n"])


def _again(report: Report) -> str:
    commands = list(dict.fromkeys(r.reproduce for r in report.results if r.reproduce))
    if len(commands) != 1:
        return ""
    return f"Again: {_code(commands[0])}\n"


def _text(text: str) -> str:
    """One line of prose in which nothing but the code is a mark, a tag or a link."""
    line = " ".join(plain(text).split())
    return "".join(_code(piece) if code else _escaped(piece) for piece, code in prose(line))


def _escaped(text: str) -> str:
    tagless = text.replace("&", "&amp;").replace("<", "&lt;")
    marked = FIRST.sub(lambda m: f"\\{m[1]}" if m[1] else f"{m[2]}\\", MARKS.sub(r"\\\1", tagless))
    return LINKED.sub(r"\1<!-- -->", marked)


def _code(text: str) -> str:
    """A span of code, its fence longer than any run of backticks in it."""
    line = " ".join(plain(text).split())
    fence = "`" * (_longest_run(line) + 1)
    pad = " " if line.startswith("`") or line.endswith("`") else ""
    return f"{fence}{pad}{line}{pad}{fence}"


def _block(text: str) -> str:
    fence = "`" * max(_longest_run(text) + 1, 3)
    return f"{fence}text\n{text}\n{fence}\n"


def _longest_run(text: str) -> int:
    return max(map(len, re.findall("`+", text)), default=0)
