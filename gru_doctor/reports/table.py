"""The table report, for people: what was found out, a row a check, then each finding in full.

The only module that imports rich. Everything of the user's enters as `Text`, never as markup.
"""

from __future__ import annotations

from collections.abc import Iterator
from io import StringIO

from rich import box
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from gru_doctor.records import Evidence, Finding, Report, Result
from gru_doctor.reports.chart import chart
from gru_doctor.reports.excerpt import excerpt
from gru_doctor.reports.findings import facts, place
from gru_doctor.reports.summary import tally
from gru_doctor.reports.words import (
    command,
    convention_line,
    counted,
    counts,
    facts_line,
    number,
    plain,
    title,
)

STYLES = {
    "healthy": "bold green", "faulty": "bold red", "error": "bold red",
    "pass": "green", "fail": "bold red", "skipped": "yellow",
    "warning": "bold yellow", "info": "bold cyan",
}  # fmt: skip
NARROWEST = 50
SHORTEST = 8
"""Points that a curve needs to have a shape worth drawing in letters."""


def render(report: Report, *, width: int = 80, color: bool = False) -> str:
    """The whole report, at most `width` columns wide except for paths that are longer."""
    return "".join(pieces(report, width=width, color=color))


def pieces(report: Report, *, width: int = 80, color: bool = False) -> Iterator[str]:
    """The same text in pieces, for no more than one result at a time need be held."""
    page = StringIO()
    console = Console(
        file=page,
        width=max(width, NARROWEST),
        height=25,
        color_system="standard" if color else None,
        no_color=not color,
        force_terminal=color,
        force_jupyter=False,
        legacy_windows=False,
        highlight=False,
    )
    for part in _report(report, console.width):
        console.print(part, soft_wrap=isinstance(part, Text))  # paths and commands stay whole
        yield "".join(f"{line.rstrip()}\n" for line in page.getvalue().splitlines())
        page.seek(0)
        page.truncate()


def _report(report: Report, width: int) -> Iterator[RenderableType]:
    commands = list(dict.fromkeys(r.reproduce for r in report.results if r.reproduce))
    for result in report.results:
        yield from _result(result, width)
        if len(commands) > 1 and result.reproduce:
            yield _again(result.reproduce, width)
            yield ""
    rows = [(label, str(number)) for label, number in tally(report)]
    if rows:
        yield _indented(_labelled(rows))
        yield ""
    yield Text(counts(report))
    if len(commands) == 1:
        yield _again(commands[0], width)


def _result(result: Result, width: int) -> Iterator[RenderableType]:
    head = Text(result.verdict.upper(), STYLES[result.verdict])
    yield head.append(f"  {plain(title(result.target))}", "default")
    if result.card:
        yield _indented(Text(plain(facts_line(result.card, result.convention))))
    if result.convention:
        yield _indented(Text(plain(convention_line(result.convention))))
    yield ""
    if result.checks:
        yield _indented(_checks(result))
        yield ""
    for evidence in result.checks:
        yield from _curves(evidence, width)
    for finding in result.findings:
        yield from _finding(finding, width)
    yield from _closing(result)


def _checks(result: Result) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, header_style="bold")
    table.add_column("check", no_wrap=True)
    table.add_column("error", justify="right", no_wrap=True)
    table.add_column("tolerance", justify="right", no_wrap=True)
    table.add_column("verdict", no_wrap=True)
    table.add_column("detail", overflow="fold")
    for check in result.checks:
        verdict = Text(check.status, STYLES[check.status])
        error, tolerance = number(check.max_error), number(check.tolerance)
        table.add_row(check.name, error, tolerance, verdict, Text(plain(check.detail)))
        for part, value in check.parts.items():
            if check.name == "gates" or (check.name in MEASURED and _beyond(check, value)):
                verdict = Text("differs", STYLES["fail"]) if _beyond(check, value) else Text()
                table.add_row(Text(plain(f"  {part}")), number(value), "", verdict)
    return table


MEASURED = frozenset({"gradient", "sequence"})
"""Checks whose parts are errors, to be held against the tolerance."""


def _beyond(check: Evidence, value: float | None) -> bool:
    """Whether this part is larger than the tolerance; NaN is."""
    return value is not None and check.tolerance is not None and not value <= check.tolerance


def _curves(evidence: Evidence, width: int) -> Iterator[RenderableType]:
    lines = chart(evidence.series, width - 4)
    steps = max(map(len, evidence.series.values()), default=0)
    if not lines or steps < SHORTEST:
        return
    yield _indented(Text(f"{evidence.name} over {counted(steps, 'step')}"))
    yield _indented(Group(*(Text(plain(line), no_wrap=True) for line in lines)), 4)
    yield ""


def _finding(finding: Finding, width: int) -> Iterator[RenderableType]:
    head = Text.assemble((f"{finding.code} {finding.name}", "bold"), "  ")
    head.append(finding.severity, STYLES[finding.severity])
    head.append(f" in the {finding.gate}" if finding.gate else "")
    yield head
    if finding.span:
        yield Text(f"  --> {plain(place(finding))}")
        yield _indented(_excerpt(finding, width - 2))
    yield _indented(Text(plain(finding.message)))
    yield ""
    yield _indented(_labelled(facts(finding)))
    yield ""


def _excerpt(finding: Finding, width: int) -> Text:
    assert finding.span is not None
    gutter = len(str(finding.span.end_line)) + 2
    rows = []
    for line in excerpt(finding.span, finding.source, width - gutter - 3):
        rows.append(Text.assemble((f"{line.number:>{gutter}} │ ", "dim"), line.text))
        rows.append(Text.assemble((f"{'':>{gutter}} │ ", "dim"), (line.marks, STYLES["fail"])))
    return Text("\n").join(rows)


def _labelled(rows: list[tuple[str, str]]) -> Table:
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(style="bold", no_wrap=True)
    grid.add_column(overflow="fold")
    for label, text in rows:
        grid.add_row(label, Text(plain(text)))
    return grid


def _closing(result: Result) -> Iterator[RenderableType]:
    if result.error:
        line = f"line {result.error.line}: " if result.error.line else ""
        yield _indented(Text(plain(line + result.error.message)))
        if result.error.hint:
            yield _indented(_labelled([("hint", result.error.hint)]))
        yield ""
    if result.notes:
        yield _indented(_labelled([("note", note) for note in result.notes]))
        yield ""
    if result.verdict == "healthy":
        yield _indented(Text(_praise(result), STYLES["healthy"]))
        yield ""


def _praise(result: Result) -> str:
    """Says what was shown, and nothing beyond: the checks that passed, and those left out."""
    named = {
        status: ", ".join(check.name for check in result.checks if check.status == status)
        for status in ("pass", "skipped")
    }
    told = f"healthy: {named['pass'] or 'nothing'} passed"
    return f"{told}; skipped: {named['skipped']}" if named["skipped"] else told


def _again(reproduce: str, width: int) -> Text:
    return Text("again: " + command(reproduce, width - len("again: ")))


def _indented(part: RenderableType, by: int = 2) -> Padding:
    return Padding(part, (0, 0, 0, by))
