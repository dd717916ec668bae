"""A place in the user's file as a finding shows it: span, source lines, the user's own words."""

from __future__ import annotations

from dataclasses import dataclass, replace

from gru_doctor.diagnosis.locating.flow import Flow
from gru_doctor.loaders.text.source import lines_of
from gru_doctor.records import Array, Finding, Site, Span


@dataclass(frozen=True)
class Place:
    """Where a finding stands."""

    span: Span
    source: tuple[str, ...]
    text: str
    statement: str


def place(site: Site) -> Place:
    """The place of a site."""
    return replace(place_of(site.span, site.statement), text=site.text)


def place_of(span: Span, statement: Span) -> Place:
    """The place of a span, with the words that stand there."""
    lines = lines_of(span.file)
    shown = tuple(lines[span.line - 1 : span.end_line])
    told = " ".join(part.strip() for part in lines[statement.line - 1 : statement.end_line])
    return Place(span, shown, _words(shown, span), told)


def placed(finding: Finding, spot: Place | None, seen: str | None = None) -> Finding:
    """The finding at its place, if there is one; `seen` is told for the statement that stands there."""
    if spot is None:
        return finding
    actual = spot.statement if seen is None else seen
    return replace(finding, span=spot.span, source=spot.source, actual=actual)


def _words(shown: tuple[str, ...], span: Span) -> str:
    if len(shown) != 1:
        return " ".join(part.strip() for part in shown)
    line = shown[0].encode()  # columns count bytes
    return line[span.column - 1 : span.end_column - 1].decode(errors="replace")


def name_of(flow: Flow, value: Array) -> str | None:
    """What the user calls a value: the name it is bound to, else the expression that makes it."""
    fallback = None
    for i in flow.producing(value):
        site = flow.site(i)
        if site.target is not None and site.target.isidentifier():
            return site.target
        if site.kind == "Name":
            return site.text
        fallback = fallback or (site.text if len(site.text) < 30 else None)
    return fallback
