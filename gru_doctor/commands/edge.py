"""Where what the user must fix becomes a message and an exit code, never a traceback."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import typer

from gru_doctor import verdicts
from gru_doctor.errors import Trouble


@contextmanager
def edge() -> Iterator[None]:
    """Around the whole of a command."""
    try:
        yield
    except Trouble as trouble:
        where = f"line {trouble.line}: " if trouble.line else ""
        typer.echo(f"gru-doctor: {where}{trouble.message}", err=True)
        if trouble.hint:
            typer.echo(f"hint: {trouble.hint}", err=True)
        raise typer.Exit(verdicts.NOT_EXAMINED) from trouble
    except KeyboardInterrupt as stop:
        typer.echo("gru-doctor: stopped", err=True)
        raise typer.Exit(verdicts.INTERRUPTED) from stop
