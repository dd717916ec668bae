"""The part of `check` that examines: which files, in this process or in several, until Ctrl-C."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import typer

from gru_doctor import terminal, verdicts
from gru_doctor.errors import UsageTrouble
from gru_doctor.records import Options, Report
from gru_doctor.walk import Task, tasks


def asked(paths: Sequence[str], name: str, strict: bool) -> list[Task]:
    """The files to examine. With `strict`, none that was found in a folder may be passed over."""
    if not paths:
        hint = "gru-doctor check --help; or set targets in gru-doctor.toml"
        raise UsageTrouble("no file is named, and no targets are configured", hint)
    found = tasks(paths, name or None)
    if not found:
        raise UsageTrouble(
            f"no Python file or notebook in {', '.join(paths)}", "name a directory that holds some"
        )
    return [replace(task, found=False) for task in found] if strict else found


def examination(found: list[Task], jobs: int, options: Options) -> tuple[Report, bool]:
    """The report, and whether it was cut short by Ctrl-C."""
    try:
        report, cut = _report(found, jobs, options), False
    except verdicts.Interrupted as stop:
        report, cut = _cut_short(stop), True
    if report.passed_over:
        _tell_passed_over(report)
    return report, cut


def _report(found: list[Task], jobs: int, options: Options) -> Report:
    jobs = min(jobs, len(found))
    with terminal.progress(options.verbose) as progress:
        if jobs > 1 and separable(found, options):
            from gru_doctor.batch.pool import examine_with

            return examine_with(jobs, found, options, progress)
        if not options.in_process:
            from gru_doctor.worker.process import prestart

            prestart()  # it imports while we do
        from gru_doctor.doctor import examine_tasks

        return examine_tasks(found, options, progress)


def separable(found: list[Task], options: Options) -> bool:
    """Whether other processes can do the work: not under a debugger, and not from our standard input."""
    from gru_doctor.worker.process import SEPARATE

    return SEPARATE and not options.in_process and all(task.path != "-" for task in found)


def _tell_passed_over(report: Report) -> None:
    files = "1 file was" if report.passed_over == 1 else f"{report.passed_over} files were"
    typer.echo(f"gru-doctor: {files} passed over: no GRU cell or layer there", err=True)


def _cut_short(stop: verdicts.Interrupted) -> Report:
    """The report on what was finished before Ctrl-C; with nothing finished there is none."""
    done = len(stop.report.results)
    if not done:
        raise KeyboardInterrupt from stop
    targets = "1 target" if done == 1 else f"{done} targets"
    typer.echo(f"gru-doctor: stopped; the report is on the {targets} finished by then", err=True)
    return stop.report
