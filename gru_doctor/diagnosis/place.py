"""A place in the user's file as a finding shows it: span, source lines, the user's own words."""

from __future__ import annotations

from dataclasses import dataclass

from gru_doctor.diagnosis.flow import Flow
from gru_doctor.loaders.source import lines_of
from gru_doctor.records import Array, Site, Span


@dataclass(frozen=True)
class Place:
    """Where a finding stands."""

    span: Span
    source: tuple[str, ...]
    text: str
    statement: str


def place(site: Site) -> Place:
    """The place of a site."""
    lines = lines_of(site.span.file)
    shown = tuple(lines[site.span.line - 1 : site.span.end_line])
    whole = site.statement
    statement = " ".join(part.strip() for part in lines[whole.line - 1 : whole.end_line])
    return Place(site.span, shown, site.text, statement)


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
