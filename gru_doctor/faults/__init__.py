"""One file a fault. Its docstring is its only documentation; `catalogue` reads them all.

Nothing is imported to read them: the files are parsed, so that `gru-doctor explain` is instant.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from gru_doctor.errors import UsageTrouble

HEADINGS = ("What it does", "Why it matters", "Example", "Fix")

_TITLE = re.compile(r"(?P<code>GRU\d{3}) (?P<name>[a-z0-9-]+): (?P<summary>.+)")


@dataclass(frozen=True)
class Entry:
    """What a fault says of itself; `sections` holds the text under each heading."""

    code: str
    name: str
    summary: str
    sections: Mapping[str, str]


def catalogue(folder: Path = Path(__file__).parent) -> tuple[Entry, ...]:
    """Every fault of the folder, by code; files whose docstring names no code are passed over."""
    docs = (_docstring(path) for path in folder.glob("*.py"))
    entries = (entry for doc in docs if (entry := read(doc)))
    return tuple(sorted(entries, key=lambda entry: entry.code))


def find(word: str, entries: tuple[Entry, ...]) -> Entry:
    """The fault with this code or name, in any case."""
    wanted = word.casefold()
    for entry in entries:
        if wanted in (entry.code.casefold(), entry.name):
            return entry
    raise UsageTrouble(f"no fault is called {word!r}", "gru-doctor faults lists them all")


def read(doc: str) -> Entry | None:
    """The entry that a docstring describes, or None where its first line names no fault."""
    first, _, body = doc.partition("\n")
    title = _TITLE.fullmatch(first.strip())
    return title and Entry(**title.groupdict(), sections=_sections(body))


def _docstring(path: Path) -> str:
    return ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""


def _sections(body: str) -> dict[str, str]:
    heading = re.compile(rf"^(?:#+ *)?({'|'.join(HEADINGS)}):?[ \t]*\n(?:[-=~]+\n)?", re.MULTILINE)
    _, *pieces = heading.split(body + "\n")
    return {name: text.strip("\n") for name, text in zip(pieces[::2], pieces[1::2], strict=True)}
