"""Mutations of the fixtures, examined one after the other in one process:

    python benchmarks/fuzz.py [--start N] [--count N] [--jobs N] [--timeout S] [--keep FOLDER]

Mutant N is made from the number N alone, so `--start N --count 1 --keep .` makes a failure again and
leaves its file. No mutant may crash, hang or puzzle the examination, whatever its verdict; the file goes
through the parent, its warm server and a worker of its own, with stages drawn at random, and through
every report. What is counted as a failure: an exception that comes out; trouble of kind internal or worker;
more time than its limit and the parent's own work explain; a process left behind. Linux only.
"""

from __future__ import annotations

import argparse
import json
import random
import signal
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from mutations import mutant

from gru_doctor.doctor import examine_all
from gru_doctor.records import CHECKS, Options, Report
from gru_doctor.reports import formats, renderer
from gru_doctor.worker import limits

ROOT = Path(__file__).parent.parent
FOLDERS = ("fixtures/healthy", "fixtures/faulty", "benchmarks/cases/healthy")
WORK = 120.0  # seconds of the parent's own computing that one target may cost
PATIENCE = 1200.0  # seconds by the clock, on a busy machine
EVERY = 100
TIMERS = ((signal.SIGPROF, signal.ITIMER_PROF, WORK), (signal.SIGALRM, signal.ITIMER_REAL, PATIENCE))
DEEP = 6  # frames of a traceback that are told
SERVERS = 2  # that may wait for the next file: a second object is examined beside the first


@dataclass(frozen=True)
class Outcome:
    """What became of one mutant; `failure` is empty where all went well."""

    number: int
    path: str
    verdicts: tuple[str, ...]
    seconds: float
    failure: str = ""


class Hang(BaseException):
    """It takes too long."""


def programs() -> list[Path]:
    """What is mutated."""
    return sorted(path for folder in FOLDERS for path in (ROOT / folder).glob("*.py"))


def examined(number: int, timeout: float, keep: str | None) -> Outcome:
    """Make mutant `number` and examine it."""
    rng = random.Random(number)
    path, other = rng.choice(programs()), rng.choice(programs())
    data = mutant(path.read_text(encoding="utf-8"), other.read_text(encoding="utf-8"), rng)
    name = f"{path.stem}_{number}.py"
    began = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(keep or folder) / name
        file.write_bytes(data)
        options = _options(rng, timeout)
        verdicts, failure = _guarded(str(file), options)
    if failure:
        failure += f"; again with {name} --seed {options.seed} --checks {','.join(options.checks)} -v"
    return Outcome(number, str(path.relative_to(ROOT)), verdicts, time.perf_counter() - began, failure)


def _options(rng: random.Random, timeout: float) -> Options:
    """Stages drawn at random; the dear one seldom."""
    share = {"memorization": 0.05}
    checks = tuple(c for c in CHECKS if rng.random() < share.get(c, 0.5)) or ("trust",)
    return replace(Options(), checks=checks, timeout=timeout, memory=2048, seed=rng.randrange(1000))


def _guarded(file: str, options: Options) -> tuple[tuple[str, ...], str]:
    """The verdicts, and what went wrong that may not."""
    try:
        report = examine_all([file], options, _begun)
        return tuple(_told(report)), _complaint(report) or _unrendered(report) or _strays()
    except KeyboardInterrupt:
        raise
    except BaseException as error:
        frames = traceback.extract_tb(error.__traceback__)[: -DEEP - 1 : -1]
        where = " < ".join(f"{Path(f.filename).name}:{f.lineno}" for f in frames)
        return (), f"{type(error).__name__}: {error} at {where}"

    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.setitimer(signal.ITIMER_REAL, 0)


def _begun(stage: str, share: float | None) -> None:
    """Every target has time of its own."""
    if stage.startswith("loading"):
        for kind, timer, seconds in TIMERS:
            signal.signal(kind, _hang)
            signal.setitimer(timer, seconds)


def _hang(number: int, frame: object) -> None:
    raise Hang


def _told(report: Report) -> Iterator[str]:
    for result in report.results:
        yield result.verdict if result.error is None else f"not examined: {result.error.kind}"


def _complaint(report: Report) -> str:
    problems = (r.error for r in report.results if r.error is not None)
    bad = [f"{p.kind}: {p.message}" for p in problems if p.kind in ("internal", "worker")]
    return "; ".join(bad)


def _unrendered(report: Report) -> str:
    """Every format, as text; and JSON that is JSON."""
    for name in formats():
        text = renderer(name)(report, width=80, color=False)
        if name in ("json", "sarif"):
            json.loads(text, parse_constant=_no_number)
    return ""


def _no_number(word: str) -> float:
    raise ValueError(f"{word} is not JSON")


def _strays() -> str:
    """Processes that are no server waiting for the next file."""
    mine = limits.children()
    theirs = [pid for server in mine for pid in _children(server)]
    return f"{len(mine)} servers and {len(theirs)} workers left" if len(mine) > SERVERS or theirs else ""


def _children(pid: int) -> list[str]:
    try:
        return Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return []


def _outcomes(numbers: range, args: argparse.Namespace) -> Iterator[Outcome]:
    work = partial(examined, timeout=args.timeout, keep=args.keep)
    if args.jobs == 1:
        yield from map(work, numbers)
        return
    with ProcessPoolExecutor(args.jobs) as pool:
        yield from pool.map(work, numbers, chunksize=4)


def summary(outcomes: list[Outcome], seconds: float) -> str:
    """Counts of verdicts, of failures, and how fast it went."""
    verdicts = Counter(v for o in outcomes for v in o.verdicts)
    failures = sum(bool(o.failure) for o in outcomes)
    lines = [f"  {count:6d}  {verdict}" for verdict, count in verdicts.most_common()]
    last, slowest = outcomes[-1].number, max(outcomes, key=lambda o: o.seconds)
    lines.append(
        f"{len(outcomes)} mutants to number {last}, {sum(verdicts.values())} targets, {failures} failures; "
        f"{len(outcomes) / seconds:.2f} a second, slowest {slowest.seconds:.1f} s (number {slowest.number})"
    )
    return "\n".join(lines)


def main() -> int:
    """A line a failure, and the counts now and then."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--start", type=int, default=0, help="number of the first mutant")
    parser.add_argument("--count", type=int, default=300)
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--timeout", type=float, default=6.0, help="seconds a target")
    parser.add_argument("--keep", help="the folder in which the mutants are left")
    args = parser.parse_args()
    limits.adopt_orphans()
    outcomes: list[Outcome] = []
    began = time.perf_counter()
    for outcome in _outcomes(range(args.start, args.start + args.count), args):
        outcomes.append(outcome)
        if outcome.failure:
            print(f"FAILURE {outcome.number} ({outcome.path}): {outcome.failure}", flush=True)
        if outcome.number % EVERY == EVERY - 1:
            print(summary(outcomes, time.perf_counter() - began), flush=True)
    print(summary(outcomes, time.perf_counter() - began))
    return 1 if any(o.failure for o in outcomes) else 0


if __name__ == "__main__":
    raise SystemExit(main())
