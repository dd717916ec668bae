"""One self-contained page: no script, no request, light or dark as the reader's system is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape
from pathlib import Path

from gru_doctor.records import Evidence, Finding, Report, Result, Span
from gru_doctor.reports.cell_equations import cell_equations
from gru_doctor.reports.drawing import curves, heat_map, level_names
from gru_doctor.reports.findings import EQUATIONS, facts, place
from gru_doctor.reports.words import (
    LEVELS,
    OUTCOMES,
    convention_line,
    counts,
    facts_line,
    number,
    plain,
    prose,
    title,
)

POLICY = "default-src 'none'; style-src 'unsafe-inline'"
SWATCH = '<svg aria-hidden="true" viewBox="0 0 12 12">'
CURVES = {
    "gradient": (
        "Gradient flow",
        "size of the gradient with respect to the input of each step",
        "time steps",
    ),
    "memorization": ("Learning", "loss over the steps of training", "training steps"),
}


def render(report: Report, *, width: int = 80, color: bool = False) -> str:
    """The whole report as one HTML document."""
    return "".join(pieces(report))


def pieces(report: Report, *, width: int = 80, color: bool = False) -> Iterator[str]:
    """The same text in pieces, for no more than one result at a time need be held."""
    style = Path(__file__).with_name("page.css").read_text(encoding="utf-8")
    yield (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n'
        f"<title>gru-doctor: {_text(_summary(report))}</title>\n<style>\n{style}</style>\n</head>\n"
        '<body class="gru-doctor">\n'
        f"<header><h1>gru-doctor</h1><p>{_text(counts(report))}</p></header>\n{_contents(report)}<main>\n"
    )
    for i, result in enumerate(report.results, 1):
        yield _section(i, result)
    yield (
        f"</main>\n<footer><p>gru-doctor {_text(report.version)}, seed {report.seed}</p></footer>\n"
        "</body>\n</html>\n"
    )


def _summary(report: Report) -> str:
    if len(report.results) == 1:
        return f"{title(report.results[0].target)} is {OUTCOMES[report.results[0].verdict]}"
    return counts(report)


def _contents(report: Report) -> str:
    """The table of targets, for more than one."""
    if len(report.results) < 2:
        return ""
    rows = (
        [f'<a href="#target-{i}">{_text(title(r.target))}</a>', _badge(r), _first(r)]
        for i, r in enumerate(report.results, 1)
    )
    head = ("target", "verdict", "first finding")
    return f'<nav aria-label="Targets">\n{_table("Targets", head, rows)}</nav>\n'


def _first(result: Result) -> str:
    if result.error:
        return _text(result.error.kind)
    return "".join(f"{_text(f.code)} {_text(f.name)}" for f in result.findings[:1])


def _badge(result: Result) -> str:
    return f'<strong class="{result.verdict}">{OUTCOMES[result.verdict]}</strong>'


def _section(i: int, result: Result) -> str:
    return "".join(
        [
            f'<section id="target-{i}" aria-labelledby="heading-{i}">\n',
            f'<h2 id="heading-{i}">{_badge(result)} <code>{_text(title(result.target))}</code></h2>\n',
            *_known(result),
            *_trouble(result),
            *(_finding(finding) for finding in result.findings),
            _equations(result),
            _checks(result),
            *(_pictures(check) for check in result.checks),
            *_closing(result),
            "</section>\n",
        ]
    )


def _known(result: Result) -> Iterator[str]:
    if result.card:
        yield f"<p>{_text(facts_line(result.card, result.convention))}</p>\n"
    if result.convention:
        yield f"<p>{_text(convention_line(result.convention))}</p>\n"


def _trouble(result: Result) -> Iterator[str]:
    if result.error is None:
        return
    line = f"line {result.error.line}: " if result.error.line else ""
    yield f'<p class="trouble">{_text(line + result.error.message)}</p>\n'
    if result.error.hint:
        yield f"<p>Hint: {_text(result.error.hint)}</p>\n"


def _finding(finding: Finding) -> str:
    rows = "".join(f"<dt>{label}</dt><dd>{_prose(text)}</dd>" for label, text in facts(finding))
    level = f'<span class="{finding.severity}">{LEVELS[finding.severity]}</span>'
    return (
        f"<article>\n<h3>{_text(finding.code)} {_text(finding.name)} {level}</h3>\n{_source(finding)}"
        f"<p>{_prose(finding.message)}</p>\n<dl>{rows}</dl>\n</article>\n"
    )


def _source(finding: Finding) -> str:
    if finding.span is None:
        return ""
    lines = "".join(
        f'<span class="number">{finding.span.line + i}</span>{_marked(finding.span, i, text)}\n'
        for i, text in enumerate(finding.source)
    )
    block = f'<pre tabindex="0" aria-label="Source"><code>{lines}</code></pre>\n' if lines else ""
    return f'<p class="place"><code>{_text(place(finding))}</code></p>\n{block}'


def _marked(span: Span, i: int, text: str) -> str:
    """The line with its part of the expression in a <mark>."""
    text = text.rstrip("\r\n")
    begin = span.column - 1 if i == 0 else len(text) - len(text.lstrip())
    end = span.end_column - 1 if span.line + i == span.end_line else len(text)
    return f"{_text(text[:begin])}<mark>{_text(text[begin:end])}</mark>{_text(text[end:])}"


def _equations(result: Result) -> str:
    """Yours beside the reference's; a row that differs says so in words."""
    if result.card is None or result.convention is None:
        return ""
    reference = cell_equations(result.card, result.convention)
    wrong = {f.gate: f for f in reversed(result.findings) if f.gate in EQUATIONS and f.actual}
    rows = [_equation(gate, text, wrong.get(gate)) for gate, text in reference.items()]
    if not rows:
        return ""
    head = ("equation", "yours", "reference", "compared")
    table = _table(f"Equations of {title(result.target)}", head, rows)
    return f"<h3>Equations</h3>\n{table}"


def _equation(gate: str, text: str, finding: Finding | None) -> list[str]:
    if finding is None:
        return [gate, f"<code>{_text(text)}</code>", f"<code>{_text(text)}</code>", "the same"]
    yours, reference = finding.actual or "", finding.expected or text
    cells = (f"<mark>{_text(yours)}</mark>", _text(reference))
    return [gate, *(f"<code>{cell}</code>" for cell in cells), f"<strong>{_text(finding.code)}</strong>"]


def _checks(result: Result) -> str:
    if not result.checks:
        return ""
    rows = (
        [c.name, *map(_measured, (c.max_error, c.tolerance)), _status(c), _text(c.detail)]
        for c in result.checks
    )
    head = ("check", "error", "tolerance", "verdict", "detail")
    return f"<h3>Checks</h3>\n{_table(f'Checks of {title(result.target)}', head, rows)}"


def _measured(value: float | None) -> str:
    return f'<span class="measured">{number(value)}</span>'


def _status(check: Evidence) -> str:
    return f'<span class="{check.status}">{check.status}</span>'


def _pictures(check: Evidence) -> str:
    heading, told, across = CURVES.get(check.name, (check.name, check.name, "step"))
    drawn = curves(check.series, told, across)
    parts = [f"<h3>{_text(heading)}</h3>\n{drawn}\n"] if drawn else []
    if check.maps:
        parts.append(_maps(check))
    return "".join(parts)


def _maps(check: Evidence) -> str:
    limit = check.tolerance or 0.0
    pictures = "".join(heat_map(name, rows, limit) for name, rows in check.maps.items())
    keys = "".join(
        f'<li>{SWATCH}<path class="e{i}" d="M0 0h12v12H0z"/></svg> {name}</li>'
        for i, name in enumerate(level_names(limit))
    )
    told = "The error of every entry of each gradient, relative to the largest entry of its array."
    return (
        f'<h3>Errors of the {_text(check.name)}</h3>\n<p>{told}</p>\n<ul class="legend">{keys}</ul>\n'
        f'<div class="maps">{pictures}</div>\n'
    )


def _closing(result: Result) -> Iterator[str]:
    if result.notes:
        notes = "".join(f"<li>{_text(note)}</li>" for note in result.notes)
        yield f"<h3>Notes</h3>\n<ul>{notes}</ul>\n"
    if result.reproduce:
        command = f"<code>{_text(result.reproduce)}</code>"
        yield f'<p>Again:</p>\n<pre tabindex="0" aria-label="Command">{command}</pre>\n'


def _table(caption: str, head: Iterable[str], rows: Iterable[list[str]]) -> str:
    """A table whose cells are HTML already; the first of each row is its header."""
    heads = "".join(f'<th scope="col">{_text(h)}</th>' for h in head)
    body = "".join(
        f'<tr><th scope="row">{first}</th>{"".join(f"<td>{cell}</td>" for cell in cells)}</tr>\n'
        for first, *cells in rows
    )
    return (
        f'<div class="wide" tabindex="0" role="region" aria-label="{_text(caption)}"><table>'
        f"<thead><tr>{heads}</tr></thead>\n<tbody>{body}</tbody></table></div>\n"
    )


def _text(text: str) -> str:
    return escape(plain(text))


def _prose(text: str) -> str:
    """A message whose `code` is set as code."""
    return "".join(f"<code>{_text(t)}</code>" if code else _text(t) for t, code in prose(text))
