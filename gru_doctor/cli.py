"""The command line: which commands there are; each stands in a module of its own."""

from __future__ import annotations

from typing import Annotated

import typer

import gru_doctor
from gru_doctor.commands.check import check
from gru_doctor.commands.explain import explain, faults
from gru_doctor.commands.init import init
from gru_doctor.commands.learn import learn
from gru_doctor.commands.schema import schema

app = typer.Typer(
    help="Tells whether a GRU is right, and if not, which equation on which line is wrong.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,  # plain help needs no rich, and is there at once
    pretty_exceptions_enable=False,
)
EXIT_CODES = "Exit codes: 0 all healthy, 1 a fault was found, 2 could not be examined."


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"gru-doctor {gru_doctor.__version__}")
        raise typer.Exit


@app.callback()
def common(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Say which this is.")
    ] = False,
) -> None:
    """Options that stand before any command."""


app.command(epilog=EXIT_CODES)(check)
app.command()(init)
app.command()(learn)
app.command()(explain)
app.command()(faults)
app.command()(schema)
