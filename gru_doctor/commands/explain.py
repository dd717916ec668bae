"""`explain` and `faults`: what the faults say of themselves."""

from __future__ import annotations

from typing import Annotated

import typer

from gru_doctor import terminal
from gru_doctor.commands.edge import edge
from gru_doctor.faults import Entry, catalogue, find


def explain(word: Annotated[str, typer.Argument(metavar="CODE|NAME")]) -> None:
    """Tell what a fault is, why it matters, and how it is put right."""
    with edge():
        terminal.write(_page(find(word, catalogue())))


def faults() -> None:
    """List every fault that has a name."""
    entries = catalogue()
    width = max((len(entry.name) for entry in entries), default=0)
    lines = (f"{entry.code}  {entry.name:<{width}}  {entry.summary}\n" for entry in entries)
    terminal.write("".join(lines))


def _page(entry: Entry) -> str:
    head = f"{entry.code} {entry.name}: {entry.summary}\n"
    return head + "".join(f"\n{name}\n{text}\n" for name, text in entry.sections.items())
