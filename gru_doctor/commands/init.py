"""`init`: what a person would otherwise have to write by hand."""

from __future__ import annotations

from enum import Enum
from typing import Annotated

import typer

from gru_doctor import terminal
from gru_doctor.commands.edge import edge
from gru_doctor.drafting import continuous
from gru_doctor.errors import UsageTrouble


class System(str, Enum):
    """What examines each change."""

    github = "github"
    pre_commit = "pre-commit"


def init(
    path: Annotated[str, typer.Argument(metavar="PATH[:NAME]", help="What check cannot load.")] = "",
    ci: Annotated[
        System | None, typer.Option(help="Write instead what has each change examined.", show_default=False)
    ] = None,
) -> None:
    """Write the shortest adapter: a few lines beside a file that `check` cannot load by itself."""
    with edge():
        if bool(path) == bool(ci):
            raise UsageTrouble("init writes an adapter for a PATH, or a file for --ci", "give one of the two")
        terminal.write(continuous.written(ci.value) if ci else _adapter(path))


def _adapter(path: str) -> str:
    from gru_doctor.drafting.adapting import written

    return written(path)
