"""One file a format: a module here with a top-level function `render` is a report.

`render(report, *, width, color) -> str`; width and colour are for people, and a format that has
neither leaves them alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Protocol, cast

from gru_doctor.records import Report


class Render(Protocol):
    """Turns the record of a run into the text of one format, ending in a newline."""

    def __call__(self, report: Report, *, width: int = 80, color: bool = False) -> str:
        """The whole report as text."""
        ...


def formats() -> tuple[str, ...]:
    """The names of all formats; read from the files, for importing one may cost `rich`."""
    files = Path(__file__).parent.glob("*.py")
    return tuple(sorted(f.stem for f in files if "\ndef render(" in f.read_text(encoding="utf-8")))


def renderer(name: str) -> Render:
    """The function that writes this format; only its own module is imported. KeyError for no format."""
    if name not in formats():
        raise KeyError(name)
    return cast(Render, import_module(f"{__name__}.{name}").render)


def pieces(name: str, report: Report, *, width: int = 80, color: bool = False) -> Iterator[str]:
    """The text of this format in pieces, one after the other, where its module can make them so."""
    render = renderer(name)
    made = getattr(import_module(f"{__name__}.{name}"), "pieces", None)
    if made is None:
        yield render(report, width=width, color=color)
    else:
        yield from made(report, width=width, color=color)


def schema_text() -> str:
    """The JSON schema of the json report, as published."""
    return Path(__file__).with_name("schema.json").read_text(encoding="utf-8")
