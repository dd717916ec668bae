"""Where a run's reports go: the screen, the files asked for, and the summary page of a workflow step."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from gru_doctor import terminal
from gru_doctor.errors import UsageTrouble
from gru_doctor.records import Report
from gru_doctor.reports import formats, pieces

SCREEN = "table"
SUMMARY = "GITHUB_STEP_SUMMARY"


@dataclass(frozen=True)
class Outputs:
    """Formats for the screen, and (format, file) pairs; `color` is auto, always or never."""

    screen: tuple[str, ...]
    files: tuple[tuple[str, Path], ...]
    color: str = "auto"

    def write(self, report: Report) -> None:
        """The screen first, so that a file that cannot be written loses nothing."""
        colored = terminal.wants_color(self.color, sys.stdout)
        for name in self.screen:
            for piece in pieces(name, report, width=terminal.page_width(), color=colored):
                terminal.write(piece)
        for name, file in self.files:
            _save(file, pieces(name, report), "w")
        if summary := os.environ.get(SUMMARY):
            _save(Path(summary), pieces("markdown", report), "a")


def outputs(named: Sequence[str], asked: Sequence[str], color: str = "auto") -> Outputs:
    """From --format NAME and --output FORMAT=FILE. What has no file is for the screen; so is the
    table where everything has one. UsageTrouble before anything is examined."""
    files = tuple(_pair(text) for text in asked)
    for name in (*named, *(name for name, _ in files)):
        _known(name)
    if len({file.absolute() for _, file in files}) < len(files):
        raise UsageTrouble("two reports cannot go into one file", "give each --output its own")
    filed = {name for name, _ in files}
    screen = tuple(dict.fromkeys(name for name in named if name not in filed))
    return Outputs(screen or (SCREEN,), files, color)


def _pair(text: str) -> tuple[str, Path]:
    name, equals, file = text.partition("=")
    if not (name and equals and file):
        raise UsageTrouble(f"--output {text!r} is not FORMAT=FILE", "such as --output sarif=gru.sarif")
    path = Path(file)
    if path.is_dir() or not path.absolute().parent.is_dir():
        raise UsageTrouble(f"cannot write {file}", "it must be a file in a folder that exists")
    return name, path


def _known(name: str) -> None:
    if name not in formats():
        raise UsageTrouble(f"no report format is called {name!r}", f"one of: {', '.join(formats())}")


def _save(file: Path, text: Iterable[str], mode: str) -> None:
    try:
        with file.open(mode, encoding="utf-8", errors="replace", newline="\n") as stream:
            stream.writelines(text)
    except OSError as error:
        raise UsageTrouble(f"cannot write {file}: {error.strerror}") from error
