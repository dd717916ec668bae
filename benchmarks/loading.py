"""Load files as people write them, without an option: `python benchmarks/loading.py [NAME... | FOLDER...]`.

The files are those of benchmarks/cases and benchmarks/shapes, each examined as it is and once more
with one planted fault. Loaded means that every object worth examining was found, built and called;
a false alarm is a file as it is with a finding of severity error. Whatever could not be examined
stays in every denominator. Files of a folder named on the command line are taken as they are.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import defaultdict
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from loading_cases import Case, cases, of_folder
from loading_trial import Trial, trial


def counted(label: str, part: int, whole: int) -> str:
    """One rate with its denominator."""
    return f"{label:16} {part:3d} / {whole:<3d}" if whole else f"{label:16}   -"


def rates(done: list[Trial]) -> str:
    """The rates over all files, those over all plants, and what was not examined."""
    plants = [t.plant for t in done if t.plant]
    lines = [
        counted("loaded", sum(t.loaded for t in done), len(done)),
        counted("healthy", sum(t.verdict == "healthy" for t in done), len(done)),
        counted("not examined", sum(t.verdict == "error" for t in done), len(done)),
        counted("false alarms", sum(t.verdict == "faulty" for t in done), len(done)),
        counted("plants detected", sum(p.detected for p in plants), len(plants)),
        counted("right line", sum(p.line for p in plants), len(plants)),
        counted("right name", sum(p.name for p in plants), len(plants)),
        counted("not examined", sum(p.error for p in plants), len(plants)),
    ]
    return "\n".join(lines)


def table(done: list[Trial]) -> str:
    """One line a shape tag: loaded, healthy, and plants detected, of all files that show it."""
    rows: dict[str, list[Trial]] = defaultdict(list)
    for each in done:
        for shape in each.case.shapes:
            rows[shape].append(each)
    lines = [f"{'shape':28} {'loaded':>9} {'healthy':>9} {'detected':>9}"]
    for shape, members in sorted(rows.items()):
        plants = [t.plant for t in members if t.plant]
        loaded = f"{sum(t.loaded for t in members)}/{len(members)}"
        healthy = f"{sum(t.verdict == 'healthy' for t in members)}/{len(members)}"
        detected = f"{sum(p.detected for p in plants)}/{len(plants)}"
        lines.append(f"{shape:28} {loaded:>9} {healthy:>9} {detected:>9}")
    return "\n".join([*lines, f"{len(rows)} shapes"])


def wanted(given: list[str]) -> list[Case]:
    """All cases, those named, or the files of the folders named."""
    folders = [Path(g) for g in given if Path(g).is_dir()]
    if folders:
        return [case for folder in folders for case in of_folder(folder)]
    return [c for c in cases() if not given or c.name in given]


def main() -> int:
    """Run, and print each file that is not as it should be, the table and the rates."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*")
    parser.add_argument("--sample", type=int, help="so many cases drawn at random")
    parser.add_argument("--jobs", type=int, default=2)
    args = parser.parse_args()
    chosen = wanted(args.names)
    if args.sample:
        chosen = random.Random(0).sample(chosen, min(args.sample, len(chosen)))
    done = []
    with ProcessPoolExecutor(args.jobs) as pool:
        for each in pool.map(trial, chosen):
            done.append(each)
            for line in each.complaints():
                print(line, flush=True)
    print(table(done))
    print(rates(done))
    return 0 if all(t.loaded and t.verdict == "healthy" for t in done) else 1


if __name__ == "__main__":
    sys.exit(main())
