"""How long a person waits: medians of paired runs, ours against the import it cannot do without.

    python benchmarks/startup.py [--runs 15]

The two commands of a pair run one after the other, so that whatever else the machine does touches
both alike. The ratio printed is the median of the ratios, with their quartiles.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median, quantiles
from typing import NamedTuple

FIXTURE = Path(__file__).parent.parent / "fixtures" / "healthy" / "numpy_cell.py"
DOCTOR = (sys.executable, "-m", "gru_doctor")


class Pair(NamedTuple):
    """A command of ours, what it is measured against, and the ratio aimed at."""

    name: str
    ours: Sequence[str]
    theirs: Sequence[str]
    aim: float


def importing(names: str) -> tuple[str, ...]:
    """The command that imports these modules and ends."""
    return (sys.executable, "-c", f"import {names}")


PAIRS = (
    Pair("check numpy_cell.py / import torch", (*DOCTOR, "check", str(FIXTURE)),
         importing("torch"), 1.0),
    Pair("--help / import typer, rich.table", (*DOCTOR, "--help"),
         importing("typer, rich.table"), 2.0),
)  # fmt: skip


def seconds(command: Sequence[str]) -> float:
    """The wall time of one run; a run that fails measures nothing, and stops the benchmark."""
    begin = time.perf_counter()
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - begin


def measure(pair: Pair, runs: int) -> str:
    """One line: the medians, the median ratio with its quartiles, and whether the aim is met."""
    seconds(pair.ours), seconds(pair.theirs)  # once unmeasured, to warm the disk cache
    times = [(seconds(pair.ours), seconds(pair.theirs)) for _ in range(runs)]
    ratios = [ours / theirs for ours, theirs in times]
    low, ratio, high = quantiles(ratios, n=4)
    ours, theirs = (median(column) for column in zip(*times, strict=True))
    met = "met" if ratio < pair.aim else "missed"
    return (
        f"{pair.name:<36} {ours:6.3f} s {theirs:6.3f} s   "
        f"ratio {ratio:.2f} ({low:.2f} to {high:.2f})   aim < {pair.aim:g}: {met}"
    )


def main() -> None:
    """Measure every pair."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=15, help="paired runs of each (at least 2)")
    runs = parser.parse_args().runs
    print(f"{runs} paired runs, {sys.version.split()[0]}; ours, theirs, ratio (quartiles)")
    for pair in PAIRS:
        print(measure(pair, runs), flush=True)


if __name__ == "__main__":
    main()
