"""The command line: options to records, files, exit codes; nothing else."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from enum import Enum
from typing import Annotated

import typer

import gru_doctor
from gru_doctor import terminal, verdicts
from gru_doctor.conventions import published
from gru_doctor.errors import Trouble, UsageTrouble
from gru_doctor.faults import Entry, catalogue, find
from gru_doctor.records import CHECKS, Options, Report
from gru_doctor.reports import Render, formats, renderer

app = typer.Typer(
    help="Tells whether a GRU is right, and if not, which equation on which line is wrong.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,  # plain help needs no rich, and is there at once
    pretty_exceptions_enable=False,
)
EXIT_CODES = "Exit codes: 0 all healthy, 1 a fault was found, 2 could not be examined."


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


@app.command(epilog=EXIT_CODES)
def check(
    paths: Paths,
    report_format: Format = "table",
    seed: Seed = Options.seed,
    input_size: Size = Options.input_size,
    hidden_size: Size = Options.hidden_size,
    checks: Checks = "",
    skip: Skip = "",
    expect: Expect = "",
    timeout: Timeout = Options.timeout,
    memory: Memory = Options.memory,
    in_process: InProcess = False,
    run_file: RunFile = False,
    verbose: Verbose = False,
    color: Annotated[Color, typer.Option(help="When to use colour.")] = Color.auto,
) -> None:
    """Examine every GRU in the files, or the objects named, and report what is wrong."""
    with _edge():
        render = _renderer(report_format)
        options = Options(
            seed=seed,
            input_size=input_size,
            hidden_size=hidden_size,
            expect=published(expect).name if expect else None,
            checks=_chosen(checks, skip),
            timeout=timeout,
            in_process=in_process,
            run_file=run_file,
            memory=memory,
            verbose=verbose,
        )
        if not in_process:
            from gru_doctor.worker.process import prestart

            prestart()  # it imports while we do
        try:
            report = _examined(paths, options)
            code = verdicts.exit_code(report)
        except verdicts.Interrupted as stop:
            report, code = _cut_short(stop), verdicts.INTERRUPTED
        colored = terminal.wants_color(color.value, sys.stdout)
        terminal.write(render(report, width=terminal.page_width(), color=colored))
        raise typer.Exit(code)


def _examined(paths: list[str], options: Options) -> Report:
    with terminal.progress(options.verbose) as progress:
        from gru_doctor.doctor import examine_all

        return examine_all(paths, options, progress)


def _cut_short(stop: verdicts.Interrupted) -> Report:
    """The report on what was finished before Ctrl-C; with nothing finished there is none."""
    done = len(stop.report.results)
    if not done:
        raise KeyboardInterrupt from stop
    targets = "1 target" if done == 1 else f"{done} targets"
    typer.echo(f"gru-doctor: stopped; the report is on the {targets} finished by then", err=True)
    return stop.report


@app.command()
def init(path: Annotated[str, typer.Argument(metavar="PATH[:NAME]", help="What check cannot load.")]) -> None:
    """Write the shortest adapter: a few lines beside a file that `check` cannot load by itself."""
    with _edge():
        from gru_doctor.adapting import written

        terminal.write(written(path))


@app.command()
def explain(word: Annotated[str, typer.Argument(metavar="CODE|NAME")]) -> None:
    """Tell what a fault is, why it matters, and how it is put right."""
    with _edge():
        terminal.write(_page(find(word, catalogue())))


@app.command()
def faults() -> None:
    """List every fault that has a name."""
    entries = catalogue()
    width = max((len(entry.name) for entry in entries), default=0)
    lines = (f"{entry.code}  {entry.name:<{width}}  {entry.summary}\n" for entry in entries)
    terminal.write("".join(lines))


@contextmanager
def _edge() -> Iterator[None]:
    """Where what the user must fix becomes a message and an exit code, never a traceback."""
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


def _renderer(name: str) -> Render:
    try:
        return renderer(name)
    except KeyError:
        known = ", ".join(formats())
        raise UsageTrouble(f"no report format is called {name!r}", f"one of: {known}") from None


def _chosen(checks: str, skip: str) -> tuple[str, ...]:
    """The stages asked for less those to be skipped, in the order in which they run."""
    wanted, unwanted = _stages(checks) or set(CHECKS), _stages(skip)
    chosen = tuple(stage for stage in CHECKS if stage in wanted and stage not in unwanted)
    if not chosen:
        raise UsageTrouble("no check is left to run", f"stages: {', '.join(CHECKS)}")
    return chosen


def _stages(text: str) -> set[str]:
    stages = {stage.strip() for stage in text.split(",")} - {""}
    for stage in sorted(stages - set(CHECKS)):
        raise UsageTrouble(f"no check is called {stage!r}", f"stages: {', '.join(CHECKS)}")
    return stages


def _page(entry: Entry) -> str:
    head = f"{entry.code} {entry.name}: {entry.summary}\n"
    return head + "".join(f"\n{name}\n{text}\n" for name, text in entry.sections.items())
