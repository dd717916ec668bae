"""Many submissions at once: `python benchmarks/batch.py [--count 500] [--jobs 2] [--sample 12] [--seed 0]`.

The submissions are files of `fixtures/` and `benchmarks/cases/healthy/` as they stand, with the faults of
`plants.json` (those not held back), mutated at random, and the hostile files. Half way an examiner is
killed at work. Printed are the progress with the memory of the command, the files a second beside runs of
their own, the cost of one more file in the batch against a run of its own, how many verdicts of a sample
differ from runs of their own, and whether the killed examiner cost a file or went untold. Linux only.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import mean
from typing import Any, NamedTuple

from hostile_cases import CASES
from mutations import mutant

ROOT = Path(__file__).parent.parent
FOLDERS = ("fixtures/healthy", "fixtures/faulty", "benchmarks/cases/healthy")
COMMAND = [sys.executable, "-m", "gru_doctor", "check", "--format", "json", "--timeout", "30"]
TICK = 0.05
SHARES = (0.35, 0.35, 0.2, 0.1)  # as they stand, planted, mutated, hostile
Results = dict[str, list[tuple[Any, ...]]]


class Run(NamedTuple):
    """One call of the command: its exit code, verdicts by file, the files that were begun again, seconds
    by the clock and of the processors, and its largest memory in KiB."""

    code: int
    results: Results
    again: set[str]
    seconds: float
    work: float
    memory: int


def submissions(count: int, seed: int) -> Iterator[bytes]:
    """Files of all sorts, the same for the same seed."""
    rng = random.Random(seed)
    whole = [f.read_text(encoding="utf-8") for name in FOLDERS for f in sorted((ROOT / name).glob("*.py"))]
    kinds: tuple[Callable[[], bytes], ...] = (
        lambda: rng.choice(whole).encode(),
        lambda: rng.choice(planted).encode(),
        lambda: mutant(rng.choice(whole), rng.choice(whole), rng),
        lambda: rng.choice(hostile).encode(),
    )
    planted, hostile = list(_planted()), [c.content for c in CASES if isinstance(c.content, str)]
    for _ in range(count):
        yield rng.choices(kinds, SHARES)[0]()


def _planted() -> Iterator[str]:
    cases = ROOT / "benchmarks/cases"
    for plant in json.loads((cases / "plants.json").read_text(encoding="utf-8"))["plants"]:
        if plant["split"] == "dev":
            program = (cases / "healthy" / f"{plant['base']}.py").read_text(encoding="utf-8")
            yield program.replace(plant["old"], plant["new"])


def checked(words: list[str], watch: Callable[[int, int], None] = lambda *seen: None) -> Run:
    """Run the command to its end; `watch` is called with its process id, and a file of what it says, all
    the while."""
    begin, before, memory = time.perf_counter(), _work(), 0
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as said:
        child = subprocess.Popen(COMMAND + words, cwd=ROOT, stdout=out, stderr=said, stdin=subprocess.DEVNULL)
        while child.poll() is None:
            memory = max(memory, _peak(child.pid))
            watch(child.pid, said.fileno())
            time.sleep(TICK)
        seconds = time.perf_counter() - begin
        out.seek(0)
        told = json.loads(out.read() or '{"results": []}')["results"]
        return Run(child.returncode, _verdicts(told), _again(told), seconds, _work() - before, memory)


def _work() -> float:
    """The seconds of all processes that have ended by now and were waited for."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _peak(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("VmHWM")), 0)


def _verdicts(told: list[Any]) -> Results:
    """By file name: each target's name, verdict, kind of error and codes."""
    found: Results = {}
    for result in told:
        _, _, name = result["target"].partition(".py")
        kind = result["error"]["kind"] if result["error"] else None
        row = (name, result["verdict"], kind, tuple(f["code"] for f in result["findings"]))
        found.setdefault(_stem(result), []).append(row)
    return found


def _again(told: list[Any]) -> set[str]:
    return {_stem(result) for result in told if any("begun again" in note for note in result["notes"])}


def _stem(result: Any) -> str:
    return Path(result["target"].partition(".py")[0]).name


def written(folder: Path, count: int, seed: int) -> list[str]:
    """The submissions as files, in the order in which they will be reported."""
    for number, content in enumerate(submissions(count, seed)):
        (folder / f"s{number:03}.py").write_bytes(content)
    return [str(path) for path in sorted(folder.glob("*.py"))]


class Watch:
    """Follows a verbose run by what it says: notes the memory at each tenth of the files, and kills an
    examiner at work half way."""

    def __init__(self, files: int) -> None:
        self.files, self.killed, self.read, self.last = files, 0, 0, 0
        self.memory: dict[int, int] = {}

    def __call__(self, pid: int, said: int) -> None:
        done = self._done(said)
        tenth = 10 * done // self.files
        if tenth and tenth not in self.memory:
            self.memory[tenth] = _peak(pid)
            print(f"  {done} files done, memory of the parent {self.memory[tenth] >> 10} MiB", flush=True)
        examiners = _children(pid)
        if not self.killed and 2 * done >= self.files and examiners:
            self.killed = examiners[0]
            os.kill(self.killed, signal.SIGKILL)

    def _done(self, file: int) -> int:
        """How many files are finished; what is said in between is passed over."""
        said = os.pread(file, 1 << 24, self.read)
        self.read = max(self.read, self.read + len(said) - 100)  # a line may have come in part
        counts = re.findall(rb"(\d+) of (\d+) files", said)
        self.last = int(counts[-1][0]) if counts else self.last
        return self.last


def _children(pid: int) -> list[int]:
    try:
        return [int(n) for n in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def main() -> int:
    """Print what was measured; 1 where a verdict differs or a file is lost."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    for name, value in {"count": 500, "jobs": 2, "sample": 12, "seed": 0}.items():
        parser.add_argument(f"--{name}", type=int, default=value)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        files = written(Path(name), asked.count, asked.seed)
        return 0 if _measured(files, asked) else 1


def _measured(files: list[str], asked: argparse.Namespace) -> bool:
    jobs = ["--jobs", str(asked.jobs)]
    watch = Watch(len(files))
    batch = checked(["--verbose", *jobs, *files], watch)
    verdicts = Counter(row[1] for rows in batch.results.values() for row in rows)
    rate, each = len(files) / batch.seconds, batch.work / len(files)
    print(f"{len(files)} files, {asked.jobs} jobs: {batch.seconds:.0f} s, {rate:.2f} a second, "
          f"{each:.2f} s of a processor each")  # fmt: skip
    print(f"targets {dict(verdicts)}; exit code {batch.code}")
    growth = batch.memory / watch.memory.get(1, batch.memory) - 1
    print(f"memory of the parent from a tenth of the files to the end: {growth:+.1%}", flush=True)
    return _survived(files, batch, watch.killed) & _alike(files, batch, asked)


def _survived(files: list[str], batch: Run, killed: int) -> bool:
    lost = [f for f in files if Path(f).stem not in batch.results]
    print(f"examiner {killed or '(none was found)'} killed half way: {len(lost)} files lost; "
          f"told as begun again: {', '.join(sorted(batch.again)) or '-'}", flush=True)  # fmt: skip
    return bool(killed and batch.again) and not lost


def _alike(files: list[str], batch: Run, asked: argparse.Namespace) -> bool:
    chosen = random.Random(asked.seed + 1).sample(files, min(asked.sample, len(files)))
    chosen += [f for f in files if Path(f).stem in batch.again and f not in chosen]
    alone = {file: checked([file]) for file in chosen}
    results = batch.results.get
    differing = [f for f, run in alone.items() if run.results.get(Path(f).stem) != results(Path(f).stem)]
    for file in differing:
        print(f"  {Path(file).stem}: {results(Path(file).stem)}, by itself {alone[file].results}")
    print(f"verdicts of {len(chosen)} files against runs of their own: {len(differing)} differ")
    rate, cost = 1 / mean(run.seconds for run in alone.values()), mean(run.work for run in alone.values())
    print(f"runs of their own: {rate:.2f} a second, {cost:.2f} s of a processor")
    healthy = [f for f in chosen if all(row[1] == "healthy" for row in batch.results[Path(f).stem])]
    rest = [f for f in chosen if f not in healthy]
    for name, some in {"healthy": healthy, "other": rest}.items():
        _compared(name, {f: alone[f] for f in some}, asked.jobs)
    return not differing


def _compared(name: str, alone: dict[str, Run], jobs: int) -> None:
    if not alone:
        return
    each, cold = _marginal(list(alone), jobs), mean(run.work for run in alone.values())
    print(f"{len(alone)} {name} files: one more costs {each:.2f} s of a processor, "
          f"a run of its own {cold:.2f} s: {each / cold:.0%}", flush=True)  # fmt: skip


def _marginal(sample: list[str], jobs: int) -> float:
    """Seconds of a processor for one more of these files: what each adds that is there twice."""
    with tempfile.TemporaryDirectory() as name:
        twins = [shutil.copy(file, name) for file in sample]
        once = checked(["--jobs", str(jobs), *sample]).work
        return (checked(["--jobs", str(jobs), *sample, *twins]).work - once) / len(sample)


if __name__ == "__main__":
    sys.exit(main())
