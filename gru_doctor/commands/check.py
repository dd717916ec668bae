"""`check`: options to records, files, exit codes; nothing else."""

from __future__ import annotations

from pathlib import Path

import typer

from gru_doctor import verdicts
from gru_doctor.commands.edge import edge
from gru_doctor.commands.examine import asked, examination
from gru_doctor.commands.options import (
    Adapters,
    Baseline,
    Checks,
    Color,
    Coloring,
    Config,
    Expect,
    Failing,
    FailOn,
    Files,
    Folders,
    Formats,
    Ignore,
    InProcess,
    Jobs,
    Memory,
    Name,
    Paths,
    RunFile,
    Seed,
    Select,
    Size,
    Skip,
    Strict,
    Timeout,
    Verbose,
    WriteBaseline,
)
from gru_doctor.commands.outputs import outputs
from gru_doctor.commands.policy import Policy
from gru_doctor.conventions import published
from gru_doctor.errors import UsageTrouble
from gru_doctor.records import CHECKS, Options


def check(
    paths: Paths = [],  # noqa: B006  # typer copies it
    name: Name = "",
    path: Folders = [],  # noqa: B006
    jobs: Jobs = 1,
    report_formats: Formats = [],  # noqa: B006
    output: Files = [],  # noqa: B006
    fail_on: Failing = FailOn.error,
    strict: Strict = False,
    select: Select = "",
    ignore: Ignore = "",
    baseline: Baseline = "",
    write_baseline: WriteBaseline = "",
    seed: Seed = Options.seed,
    input_size: Size = Options.input_size,
    hidden_size: Size = Options.hidden_size,
    checks: Checks = "",
    skip: Skip = "",
    expect: Expect = "",
    timeout: Timeout = Options.timeout,
    memory: Memory = Options.memory,
    adapters: Adapters = "",
    in_process: InProcess = False,
    run_file: RunFile = False,
    config: Config = None,
    verbose: Verbose = False,
    color: Coloring = Color.auto,
) -> None:
    """Examine every GRU in the files, or the objects named, and report what is wrong."""
    with edge():
        places = outputs(report_formats, output, color.value)
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
            folders=tuple(_folders(path)),
            adapters=adapters or None,
        )
        policy = Policy(select, ignore, baseline, write_baseline, fail_on.value, strict)
        policy.verify()
        report, interrupted = examination(asked(paths, name, strict), jobs, options)
        report, code = policy.judged(report)
        places.write(report)
        raise typer.Exit(verdicts.INTERRUPTED if interrupted else code)


def _folders(words: list[str]) -> list[str]:
    for word in words:
        if not Path(word).is_dir():
            raise UsageTrouble(f"--path: {word} is no folder", "name the folder in which the module stands")
    return [str(Path(word).resolve()) for word in words]


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
