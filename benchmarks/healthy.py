"""False alarms: every healthy base over several seeds; each must be healthy, none faulty.

    python benchmarks/healthy.py [--seeds N] [--base NAME]

What could not be examined is no false alarm, but is counted beside it.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from pathlib import Path

from gru_doctor.doctor import examine_all
from gru_doctor.records import CHECKS, Options

CASES = Path(__file__).parent / "cases"
OPTIONS = replace(Options(), checks=tuple(c for c in CHECKS if c != "memorization"))


def verdicts(job: tuple[str, int]) -> list[tuple[str, str, str]]:
    """(target, verdict, why) of every target of a base under one seed."""
    name, seed = job
    path = CASES / "healthy" / f"{name}.py"
    results = examine_all([str(path)], replace(OPTIONS, seed=seed), lambda stage, share: None).results
    return [
        (
            f"{name}:{r.target.name}",
            r.verdict,
            "; ".join(f"{f.code} {f.message}" for f in r.findings) or (r.error.message if r.error else ""),
        )
        for r in results
    ]


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--seeds", type=int, default=1)
    parser.add_argument("--base")
    parser.add_argument("--jobs", type=int, default=2)
    args = parser.parse_args()
    bases = json.loads((CASES / "bases.json").read_text())
    names = [b["name"] for b in bases if args.base in (None, b["name"])]
    jobs = [(n, s) for n in names for s in range(args.seeds)]
    counts: Counter[str] = Counter()
    with ProcessPoolExecutor(args.jobs) as pool:
        for found in pool.map(verdicts, jobs):
            for target, verdict, why in found:
                counts[verdict] += 1
                if verdict != "healthy":
                    print(f"{verdict:7s} {target}: {why[:200]}", flush=True)
    total = sum(counts.values())
    rates = f"healthy {counts['healthy']}, false alarms {counts['faulty']}"
    print(f"{rates}, not examined {counts['error']} of {total}")


if __name__ == "__main__":
    main()
