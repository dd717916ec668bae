"""The options of `check`, as typer is told of them."""

from __future__ import annotations

from enum import Enum
from typing import Annotated

import typer

from gru_doctor.records import CHECKS
from gru_doctor.reports import formats


class Color(str, Enum):
    """When to colour the report."""

    auto = "auto"
    always = "always"
    never = "never"


Paths = Annotated[
    list[str],
    typer.Argument(
        metavar="PATH[:NAME]", help="A file, a notebook, package.module, or - for standard input."
    ),
]
Format = Annotated[
    str, typer.Option("--format", help=f"How to report: {', '.join(formats())}.", metavar="NAME")
]
Seed = Annotated[int, typer.Option(min=0, metavar="N", help="All random numbers come from it.")]
Size = Annotated[int, typer.Option(min=1, metavar="N", help="Used where the code leaves the size to us.")]
Checks = Annotated[str, typer.Option(help=f"Only these of {', '.join(CHECKS)}.", metavar="STAGE,...")]
Skip = Annotated[str, typer.Option(help="All but these.", metavar="STAGE,...")]
Timeout = Annotated[float, typer.Option(min=0.1, metavar="SECONDS", help="Limit for a target.")]
Memory = Annotated[
    int,
    typer.Option("--memory-limit", min=64, metavar="MIB", help="Limit for a target's data; macOS has none."),
]
Expect = Annotated[
    str, typer.Option(metavar="NAME", help="The convention it must follow: pytorch, keras, tf1, cho2014 …")
]
InProcess = Annotated[bool, typer.Option("--in-process", help="No worker process, for use with a debugger.")]
RunFile = Annotated[
    bool, typer.Option("--run-file", help="Run the whole file, not only what the target needs.")
]
Verbose = Annotated[
    bool, typer.Option("--verbose", "-v", help="Tell each step, and what the code prints, on stderr.")
]
Coloring = Annotated[Color, typer.Option(help="When to use colour.")]
