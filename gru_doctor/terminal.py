"""What the terminal is like, and what goes to it while the person waits. All of it on stderr."""

from __future__ import annotations

import os
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import TextIO

Progress = Callable[[str, "float | None"], None]

PATIENCE = 1.0  # seconds without a sign of life that a person does not mind
WIDEST = 100


def wants_color(choice: str, stream: TextIO) -> bool:
    """`choice` is auto, always or never; auto honours NO_COLOR, TERM=dumb and pipes."""
    if choice != "auto":
        return choice == "always"
    plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    return stream.isatty() and not plain


def page_width() -> int:
    """The columns to write for: COLUMNS, else the terminal's, else 80; long lines read badly."""
    return min(shutil.get_terminal_size(fallback=(80, 24)).columns, WIDEST)


def write(text: str) -> None:
    """The report, on stdout; a letter that its encoding lacks becomes a question mark."""
    encoding = sys.stdout.encoding or "utf-8"
    sys.stdout.write(text.encode(encoding, "replace").decode(encoding))
    sys.stdout.flush()


@contextmanager
def progress(verbose: bool) -> Iterator[Progress]:
    """A callback (message, share done or None): a line each if verbose, else a bar for a person."""
    with ExitStack() as stack:
        if verbose:
            yield notes()
        elif sys.stderr.isatty():
            yield _bar(stack, time.monotonic())
        else:
            yield silence


def silence(message: str, share: float | None) -> None:
    """A callback that says nothing."""


def notes() -> Progress:
    """A callback that writes a line each time."""
    start = time.monotonic()

    def note(message: str, share: float | None) -> None:
        done = "" if share is None else f" {share:.0%}"
        print(f"{time.monotonic() - start:7.2f} s  {message}{done}", file=sys.stderr)

    return note


def _bar(stack: ExitStack, start: float) -> Progress:
    """Shows nothing, and imports nothing, before the person has waited for a while."""
    shown: list[Progress] = []

    def advance(message: str, share: float | None) -> None:
        if not shown and time.monotonic() - start > PATIENCE:
            shown.append(_rich_bar(stack))
        for show in shown:
            show(message, share)

    return advance


def _rich_bar(stack: ExitStack) -> Progress:
    from rich.console import Console
    from rich.progress import Progress as RichProgress

    bar = stack.enter_context(RichProgress(console=Console(stderr=True), transient=True))
    task = bar.add_task("", total=None)

    def show(message: str, share: float | None) -> None:
        total = None if share is None else 1.0
        bar.update(task, description=message, completed=share or 0.0, total=total)

    return show
