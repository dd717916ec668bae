"""`init`: what a person would otherwise have to write by hand."""

from __future__ import annotations

from typing import Annotated

import typer

from gru_doctor import terminal
from gru_doctor.commands.edge import edge


def init(path: Annotated[str, typer.Argument(metavar="PATH[:NAME]", help="What check cannot load.")]) -> None:
    """Write the shortest adapter: a few lines beside a file that `check` cannot load by itself."""
    with edge():
        from gru_doctor.adapting import written

        terminal.write(written(path))
