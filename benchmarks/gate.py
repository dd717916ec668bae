"""A gate at work: `python benchmarks/gate.py`.

In a scratch repository the last step of `action.yml` is run by bash, as a workflow would run it, on the
targets of the repository's configuration: on a right cell, on the change that breaks its reset gate, on
the repair, on the broken cell with a baseline of its own, and on a second fault beside the old one.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent

ROOT = Path(__file__).parent.parent
CELL = (ROOT / "fixtures/healthy/numpy_cell.py").read_text(encoding="utf-8")
RESET = ("masked @ self.W_rec[:, 2 * k:]", "h @ self.W_rec[:, 2 * k:]")
BLEND = ("return up * h + (1 - up) * cand", "return up * h + up * cand")
ANNOTATION = re.compile(r"^::error [^:]*?file=(?P<file>[^,]*),line=(?P<line>\d+)", re.M)
BASELINE = "baseline.json"


@dataclass(frozen=True)
class Change:
    """A state of the repository, whether the step must pass, and the text whose line it must mark."""

    name: str
    program: str
    passes: bool
    marked: str = ""
    baseline: str = ""


def broken(program: str, fault: tuple[str, str]) -> str:
    """The program with a fault in it, which must fit."""
    assert program.count(fault[0]) == 1
    return program.replace(*fault)


def changes() -> list[Change]:
    """What happens to the repository, one after the other."""
    old = broken(CELL, RESET)
    moved = old.replace("class GRU:", "LIMIT = 1.0\n\n\nclass GRU:")
    other = old + "\n\n" + broken(CELL, BLEND).replace("class GRU:", "class Second:")
    return [
        Change("the right cell", CELL, True),
        Change("a change breaks the reset gate", old, False, RESET[1]),
        Change("the repair", CELL, True),
        Change("the old fault, in the baseline", old, True, baseline=BASELINE),
        Change("the old fault moved down, in the baseline", moved, True, baseline=BASELINE),
        Change("a new fault beside it", other, False, BLEND[1], BASELINE),
    ]


def script() -> str:
    """What the last step of the action runs."""
    text = (ROOT / "action.yml").read_text(encoding="utf-8")
    return dedent(text.rpartition("run: |\n")[2])


def stepped(repository: Path, baseline: str) -> tuple[int, str]:
    """The step run in the repository: its exit code, and what it printed."""
    inputs = {"TARGETS": "", "JOBS": "1", "FAIL_ON": "error", "BASELINE": baseline, "OPTIONS": ""}
    python = {"PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
    paths = {"PYTHONPATH": os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))}
    done = subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script()],
        cwd=repository, env={**os.environ, **python, **paths, **inputs}, capture_output=True, text=True,
    )  # fmt: skip
    return done.returncode, done.stdout


def wrong(change: Change, repository: Path) -> str:
    """What of this change is not as it must be; empty where all is."""
    cell = repository / "cells/cell.py"
    cell.write_text(change.program, encoding="utf-8")
    code, out = stepped(repository, change.baseline)
    if (code == 0) is not change.passes or code > 1:
        return f"exit code {code}\n{out}"
    lines = change.program.splitlines()
    marked = [lines[int(m["line"]) - 1] for m in ANNOTATION.finditer(out) if m["file"] == "cells/cell.py"]
    right = len(marked) == 1 and change.marked in marked[0] if change.marked else not marked
    return "" if right else f"marked: {marked}\n{out}"


def main() -> int:
    """One line a change; 1 where one is not as it must be."""
    failures = 0
    with tempfile.TemporaryDirectory() as name:
        repository = Path(name)
        (repository / "cells").mkdir()
        (repository / "gru-doctor.toml").write_text('targets = ["cells"]\nskip = "memorization"\n')
        for change in changes():
            if change.baseline and not (repository / change.baseline).exists():
                _accept(repository, change)
            told = wrong(change, repository)
            failures += bool(told)
            print(f"{'WRONG' if told else 'right'}  {change.name}{': ' if told else ''}{told}", flush=True)
    return int(failures > 0)


def _accept(repository: Path, change: Change) -> None:
    """Write the baseline of this state, as the owner of the repository would."""
    (repository / "cells/cell.py").write_text(change.program, encoding="utf-8")
    command = [sys.executable, "-m", "gru_doctor", "check", "--write-baseline", change.baseline]
    subprocess.run(command, cwd=repository, env={**os.environ, "PYTHONPATH": str(ROOT)}, check=True,
                   stdout=subprocess.DEVNULL)  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
