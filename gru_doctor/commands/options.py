"""The options of `check`, as typer is told of them."""

from __future__ import annotations

from enum import Enum
from pathlib import Path
from typing import Annotated

import typer

from gru_doctor.commands.configuration import configured
from gru_doctor.commands.edge import edge
from gru_doctor.records import CHECKS
from gru_doctor.reports import formats


class FailOn(str, Enum):
    """From which severity on a finding makes the run fail."""

    error = "error"
    warning = "warning"
    never = "never"


class Color(str, Enum):
    """When to colour the report."""

    auto = "auto"
    always = "always"
    never = "never"


Paths = Annotated[
    list[str],
    typer.Argument(
        metavar="PATH[:NAME]",
        help="Files, notebooks, folders, patterns, package.module, or - for standard input; "
        "without any, the targets of the configuration.",
        show_default=False,
    ),
]
Formats = Annotated[
    list[str],
    typer.Option("--format", help=f"How to report: {', '.join(formats())}; repeatable.", metavar="NAME"),
]
Files = Annotated[
    list[str],
    typer.Option("--output", help="Write this format to a file; repeatable.", metavar="FORMAT=FILE"),
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
Name = Annotated[
    str, typer.Option(metavar="GLOB", help="The objects to examine in each file: GRUCell, *Cell.")
]
Folders = Annotated[
    list[str],
    typer.Option(
        "--path", metavar="FOLDER", help="Where a module that all files import stands.", show_default=False
    ),
]
Jobs = Annotated[int, typer.Option("--jobs", "-j", min=1, metavar="N", help="Files examined at a time.")]
Failing = Annotated[FailOn, typer.Option("--fail-on", help="From which severity on a finding fails the run.")]
Select = Annotated[str, typer.Option(metavar="CODE,...", help="Only these count: codes, names, 1xx … 5xx.")]
Ignore = Annotated[str, typer.Option(metavar="CODE,...", help="These do not count.")]
Strict = Annotated[
    bool,
    typer.Option(
        "--strict",
        help="Warnings fail, and so do files of a folder without a target, and comments or entries of the "
        "baseline that let nothing through.",
    ),
]
Baseline = Annotated[
    str, typer.Option(metavar="FILE", help="Findings of an earlier run, which do not count.")
]
WriteBaseline = Annotated[str, typer.Option(metavar="FILE", help="Write down what is found, for --baseline.")]
Adapters = Annotated[
    str, typer.Option(metavar="FOLDER", help="Where adapters stand that are not beside their files.")
]


def _read(context: typer.Context, file: Path | None) -> Path | None:
    """The configuration becomes the defaults of the other options, which are read after this one."""
    if not context.resilient_parsing:
        with edge():
            context.default_map = {**configured(file), **(context.default_map or {})}
    return file


Config = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE",
        callback=_read,
        is_eager=True,
        show_default=False,
        help="The configuration, instead of the nearest gru-doctor.toml or pyproject.toml.",
    ),
]
