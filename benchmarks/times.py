"""Seconds of identification and diagnosis on the fixtures: `python benchmarks/times.py [FILE...]`.

Which GRU is it, and what is wrong with it: all that `check` does between loading and the report, the
checks themselves apart, whose seconds stand in every report. Each file is examined in this process, after
three that are not counted, so that no import is. Counted are the seconds that this process computes: what
else the machine does meanwhile says nothing about us. Machines differ all the same, so beside them stands
the ratio to a fixed piece of NumPy work.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median

import numpy as np

from gru_doctor import doctor
from gru_doctor.examining.stages import Stages
from gru_doctor.records import CHECKS, Evidence, Options, Report

FIXTURES = Path(__file__).parent.parent / "fixtures"
OPTIONS = replace(Options(), in_process=True, checks=tuple(c for c in CHECKS if c != "memorization"))
MEDIAN, WORST = 0.5, 2.0
"""Seconds aimed at."""


class Clock:
    """Seconds of computing that are neither loading nor a check; a target is loaded until its first."""

    def __init__(self) -> None:
        self.apart = 0.0
        self._since = self._began = time.process_time()

    @property
    def left(self) -> float:
        """Those of identification and diagnosis so far."""
        return time.process_time() - self._began - self.apart

    def progress(self, stage: str, share: float | None) -> None:
        """See Progress."""
        if stage.startswith("loading"):
            self._since = time.process_time()
        elif stage == CHECKS[0]:
            self.apart += time.process_time() - self._since

    def timing(self, plain: Callable[..., Evidence]) -> Callable[..., Evidence]:
        """A check, whose seconds are kept apart."""

        def run(*given: object) -> Evidence:
            begin = time.process_time()
            found = plain(*given)
            self.apart += time.process_time() - begin
            return found

        return run


@dataclass(frozen=True)
class Timed:
    """One file: seconds of identification and diagnosis, of everything, and what was found."""

    path: Path
    seconds: float
    whole: float
    told: str

    def __str__(self) -> str:
        name = f"{self.path.parent.name}/{self.path.name}"
        return f"{self.seconds:7.3f} {self.whole:7.3f}  {name}: {self.told}"


def timed(path: Path) -> Timed:
    """Examine one file."""
    clock, plain = Clock(), Stages.__call__
    began = time.process_time()
    Stages.__call__ = clock.timing(plain)  # type: ignore[method-assign]
    try:
        report = doctor.examine_all([str(path)], OPTIONS, clock.progress)
    finally:
        Stages.__call__ = plain  # type: ignore[method-assign]
    return Timed(path, clock.left, time.process_time() - began, told(report))


def told(report: Report) -> str:
    """The verdicts and codes."""
    return "; ".join(
        " ".join([r.verdict, *(f"{f.code}@{f.span.line if f.span else '-'}" for f in r.findings)])
        for r in report.results
    )


def workload() -> float:
    """Seconds of a fixed piece of work of this kind: many small products and sigmoids. The best of five."""
    generator = np.random.default_rng(0)
    x, w = generator.uniform(-1, 1, (2, 7)), generator.uniform(-1, 1, (7, 7))

    def once() -> float:
        begin = time.process_time()
        h = x
        for _ in range(20_000):
            h = 1 / (1 + np.exp(-(h @ w)))
        return time.process_time() - begin

    return min(once() for _ in range(5))


def main() -> None:
    """Print each file, then median and worst."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("paths", nargs="*", type=Path, help="files to be timed in place of the fixtures")
    args = parser.parse_args()
    paths = args.paths or [p for f in ("healthy", "faulty") for p in sorted((FIXTURES / f).glob("*.py"))]
    unit = workload()
    timed(FIXTURES / "healthy" / "numpy_cell.py")
    timed(FIXTURES / "faulty" / "wrong_scale.py")
    timed(FIXTURES / "healthy" / "torch_linears.py")
    print("   ours   whole  file")
    done = []
    for path in paths:
        done.append(timed(path))
        print(done[-1], flush=True)
    seconds = [t.seconds for t in done]
    for name, value, aim in (("median", median(seconds), MEDIAN), ("worst", max(seconds), WORST)):
        ratio = f"{value / unit:.2f} times the fixed work of {unit:.3f} s"
        print(f"{name:6s} {value:.3f} s (aim < {aim:g} s), {ratio}")


if __name__ == "__main__":
    main()
