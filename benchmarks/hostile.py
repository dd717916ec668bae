"""Check every bad and hostile file as a person would: `python benchmarks/hostile.py [WORD...]`.

Each must end with an exit code that hostile_cases.py foresees, within the time limit, with a
message and a hint where it could not be examined, without a traceback of ours, and leave no process
behind: this process adopts whatever is orphaned, so what is left is its child. Linux only.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from hostile_cases import CASES, Case

ROOT = Path(__file__).parent.parent
TIMEOUT = 12
ROOM = 22.0  # seconds beyond the time limit of each target, for a start on a busy machine


@dataclass(frozen=True)
class Outcome:
    """What one file led to, and what of it is not as foreseen."""

    case: Case
    code: int | None
    seconds: float
    wrong: tuple[str, ...]
    said: str


def outcome(case: Case, folder: Path, number: int, left: Callable[[], list[int]]) -> Outcome:
    """Check one file."""
    path = folder / f"case{number:02}.py"
    _write(case, path)
    began = time.monotonic()
    code, out, err = _checked(path)
    seconds = time.monotonic() - began
    strays = _living(left)
    for pid in strays:
        os.kill(pid, signal.SIGKILL)
    said = " ".join((out + err).split())
    return Outcome(case, code, seconds, tuple(_complaints(case, code, said, err, strays)), said)


def _living(left: Callable[[], list[int]]) -> list[int]:
    """The orphans that do not end by themselves within a moment."""
    for _ in range(20):
        try:
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass
        except ChildProcessError:
            return []
        time.sleep(0.05)
    return left()


def _write(case: Case, path: Path) -> None:
    if callable(case.content):
        case.content(path)
    else:
        data = case.content if isinstance(case.content, bytes) else case.content.encode()
        path.write_bytes(data)


def _checked(path: Path) -> tuple[int | None, str, str]:
    command = [sys.executable, "-m", "gru_doctor", "check", str(path)]
    command += ["--timeout", str(TIMEOUT), "--skip", "memorization", "--memory-limit", "1024"]
    try:
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=2 * TIMEOUT + ROOM)
    except subprocess.TimeoutExpired:
        return None, "", ""
    return done.returncode, done.stdout, done.stderr


def _complaints(case: Case, code: int | None, said: str, err: str, strays: list[int]) -> list[str]:
    wrong = []
    if code is None:
        wrong.append("hangs")
    if code not in case.codes:
        wrong.append(f"exit {code}, not {' or '.join(map(str, case.codes))}")
    if "Traceback" in err:
        wrong.append(f"traceback: {err.strip().splitlines()[-1]}")
    if code == 2 and "hint" not in said:
        wrong.append("no hint")
    if case.word not in said:
        wrong.append(f"does not say {case.word!r}")
    if "\x1b" in said:
        wrong.append("terminal codes of the file's")
    if strays:
        wrong.append(f"{len(strays)} processes left")
    return wrong


def main() -> int:
    """A line a file, then the counts."""
    sys.path.insert(0, str(ROOT))
    from gru_doctor.worker.limits import adopt_orphans, children

    adopt_orphans()
    wanted = [c for c in CASES if not sys.argv[1:] or any(w in c.name for w in sys.argv[1:])]
    outcomes: list[Outcome] = []
    with tempfile.TemporaryDirectory() as folder:
        for number, case in enumerate(wanted):
            if case.name == "no permission" and os.geteuid() == 0:
                print(f"{case.name:32} skipped: root may read everything")
                continue
            found = outcome(case, Path(folder), number, children)
            outcomes.append(found)
            verdict = "as foreseen" if not found.wrong else "WRONG: " + "; ".join(found.wrong)
            print(f"{case.name:32} exit {found.code} {found.seconds:5.1f} s  {verdict}", flush=True)
            if found.wrong:
                print(f"    {found.said[:1000]}")
    good = sum(not found.wrong for found in outcomes)
    forged = sum(found.code == 0 and 0 not in found.case.codes for found in outcomes)
    print(f"\n{good} of {len(outcomes)} as foreseen, {len(wanted) - len(outcomes)} skipped")
    print(f"forged or wrong 'healthy': {forged}; longest {max(o.seconds for o in outcomes):.1f} s")
    return 0 if good == len(outcomes) else 1


if __name__ == "__main__":
    raise SystemExit(main())
