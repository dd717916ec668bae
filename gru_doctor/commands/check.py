"""`check`: options to records, files, exit codes; nothing else."""

from __future__ import annotations

import sys

import typer

from gru_doctor import terminal, verdicts
from gru_doctor.commands.edge import edge
from gru_doctor.commands.options import (
    Checks,
    Color,
    Coloring,
    Expect,
    Format,
    InProcess,
    Memory,
    Paths,
    RunFile,
    Seed,
    Size,
    Skip,
    Timeout,
    Verbose,
)
from gru_doctor.conventions import published
from gru_doctor.errors import UsageTrouble
from gru_doctor.records import CHECKS, Options, Report
from gru_doctor.reports import Render, formats, renderer


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
    color: Coloring = Color.auto,
) -> None:
    """Examine every GRU in the files, or the objects named, and report what is wrong."""
    with edge():
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
