"""`gru-doctor init`: the adapter of one object, written beside its file and never over anything."""

from __future__ import annotations

from pathlib import Path

from gru_doctor.drafting.drafts import draft
from gru_doctor.errors import FileTrouble, NoTarget, UsageTrouble
from gru_doctor.loaders.discover import split, targets
from gru_doctor.loaders.executing.adapters import adapter_path, blanks, numbered
from gru_doctor.loaders.text.places import located
from gru_doctor.loaders.text.source import STDIN, Source, parse, read


def written(word: str) -> str:
    """Write the adapter for `PATH[:NAME]`; the text written, and what to do with it."""
    path, name = split(word)
    source = read(located(path))
    if source.path == STDIN:
        raise UsageTrouble("standard input has no folder for an adapter", "save the text in a file")
    text = draft(source, _only(source, name))
    beside = adapter_path(source.path)
    _write(beside, text)
    left = blanks(parse(str(beside), text))
    first = f"fill in {numbered(left)}, then run" if left else "now run"
    return f"{text}\n# written to {beside}; {first}: gru-doctor check {source.path}\n"


def _only(source: Source, name: str | None) -> str:
    """The object asked for, or the only one there is."""
    try:
        found = [t.name for t in targets(source, name)]
    except NoTarget as trouble:
        hint = f"name the object yourself: gru-doctor init {source.path}:NAME"
        raise NoTarget(trouble.message, hint) from trouble
    if len(found) > 1:
        words = " or ".join(f"gru-doctor init {source.path}:{n}" for n in found)
        raise UsageTrouble(f"{source.path} holds {len(found)} candidates: {', '.join(found)}", words)
    return found[0]


def _write(beside: Path, text: str) -> None:
    try:
        with beside.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError as error:
        hint = "change it, or move it away for a fresh one"
        raise FileTrouble(f"{beside} is there already, and stays as it is", hint) from error
    except OSError as error:
        raise FileTrouble(f"{beside}: {error.strerror}", "an adapter stands beside its file") from error
