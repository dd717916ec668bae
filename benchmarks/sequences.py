"""Faults of the way over time, planted in layers of several hands; and the same layers as they are.

    python benchmarks/sequences.py [--sample N] [--healthy] [--seeds N] [--verbose]

Each layer of benchmarks/sequences/ marks what a fault replaces as «right»slot. Each fault is the text
that stands there instead; its line is the slot's. `--healthy` examines the layers without a fault, in
every spelling of SPELLINGS. The sequence plants of benchmarks/cases are run by closed_loop.py.
"""

from __future__ import annotations

import argparse
import random
import re
import tempfile
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import NamedTuple

from gru_doctor.doctor import examine_all
from gru_doctor.records import CHECKS, Options, Result

LAYERS = Path(__file__).parent / "sequences"
OPTIONS = replace(Options(), checks=tuple(c for c in CHECKS if c not in ("memorization", "gradient")))
SLOT = re.compile("«(.*?)»([a-z]+)")


class Fault(NamedTuple):
    """What stands in a slot instead of what is right (`{}` is that), and the codes that say so."""

    slot: str
    text: str
    codes: tuple[str, ...]


FAULTS = (
    Fault("order", "range(1, T)", ("GRU308",)),
    Fault("order", "range(T - 1)", ("GRU308",)),
    Fault("order", "range(1, T - 1)", ("GRU308",)),
    Fault("order", "reversed(range(T))", ("GRU307",)),
    Fault("index", "t - 1", ("GRU308",)),
    Fault("index", "max(t - 1, 0)", ("GRU308",)),
    Fault("index", "min(t + 1, T - 1)", ("GRU308",)),
    Fault("index", "0", ("GRU308",)),
    Fault("index", "T - 1", ("GRU308",)),
    Fault("index", "T - 1 - t", ("GRU307",)),
    Fault("state", "h0", ("GRU302",)),
    Fault("state", "0 * h", ("GRU302",)),
    Fault("when", "max(t - 1, 0)", ("GRU308", "GRU305")),
    Fault("when", "0", ("GRU305", "GRU308")),
    Fault("blend", "m * new", ("GRU306",)),
    Fault("blend", "m * new + (1 - m) * h0", ("GRU306",)),
    Fault("blend", "(1 - m) * new + m * h", ("GRU304",)),
    Fault("blend", "new", ("GRU305",)),
    Fault("blend", "m.mean() * new + (1 - m.mean()) * h", ("GRU311", "GRU305")),
    Fault("blend", "m * new.clip(-0.25, 0.25) + (1 - m) * h", ("GRU312",)),
    Fault("store", "h0", ("GRU302", "GRU308", "GRU314", "GRU312")),
    Fault("outputs", "{}[:-1]", ("GRU308",)),
    Fault("last", "h0", ("GRU314",)),
    Fault("last", "0 * h", ("GRU314", "GRU306")),
)
SPELLINGS = (
    {},
    {"order": "list(range(T))"},
    {"blend": "h + m * (new - h)"},
    {"blend": "(1 - m) * h + new * m"},
    {"state": "h + 0"},
    {"last": "h + 0"},
    {"index": "t + 0", "when": "t - 0"},
)


class Case(NamedTuple):
    """A file to be examined: its name, text, and for a fault the line and codes."""

    name: str
    text: str
    seed: int = 0
    line: int = 0
    codes: tuple[str, ...] = ()


def filled(text: str, changed: dict[str, str]) -> str:
    """The layer with some slots changed."""
    return SLOT.sub(lambda m: changed.get(m[2], "{}").replace("{}", m[1]), text)


def planted(path: Path, fault: Fault) -> Case:
    """The layer with one fault in it."""
    text = path.read_text(encoding="utf-8")
    line = next(n for n, row in enumerate(text.split("\n"), 1) if f"»{fault.slot}" in row)
    name = f"{path.name.split('.')[0]} {fault.slot}: {fault.text}"
    return Case(name, filled(text, {fault.slot: fault.text}), 0, line, fault.codes)


def results(case: Case) -> list[Result]:
    """The file examined as a user would."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{case.name.split()[0]}.py"
        path.write_text(case.text, encoding="utf-8")
        options = replace(OPTIONS, seed=case.seed)
        return list(examine_all([str(path)], options, lambda stage, share: None).results)


def scored(case: Case) -> tuple[Case, dict[str, bool], str]:
    """Whether it was detected, and line and code of the first error."""
    errors = [f for r in results(case) for f in r.findings if f.severity == "error"]
    if not errors:
        return case, {"detected": False, "line": False, "code": False}, "nothing"
    first = errors[0]
    line = first.span is not None and first.span.line <= case.line <= first.span.end_line
    code = bool({first.code, *first.also} & set(case.codes))
    told = f"{first.code} at {first.span.line if first.span else None}"
    return case, {"detected": True, "line": line, "code": code}, told


def verdicts(case: Case) -> tuple[Case, list[str]]:
    """The verdicts on a layer that is right."""
    return case, [r.verdict for r in results(case)]


def faulty(cases: list[Case], jobs: int, verbose: bool) -> None:
    """Print the rates over planted faults."""
    totals = dict.fromkeys(("detected", "line", "code"), 0)
    with ProcessPoolExecutor(jobs) as pool:
        for case, score, told in pool.map(scored, cases):
            totals = {k: n + score[k] for k, n in totals.items()}
            if verbose and not all(score.values()):
                print(f"{case.name}, line {case.line}: {told}", flush=True)
    for name, count in totals.items():
        print(f"{name:9s} {count:4d} / {len(cases)}  {100 * count / max(len(cases), 1):5.1f} %")


def healthy(cases: list[Case], jobs: int) -> None:
    """Print how many right layers were called wrong, or not examined."""
    counts = {"healthy": 0, "faulty": 0, "error": 0}
    with ProcessPoolExecutor(jobs) as pool:
        for case, found in pool.map(verdicts, cases):
            for verdict in found:
                counts[verdict] += 1
                if verdict != "healthy":
                    print(f"{verdict}: {case.name}, seed {case.seed}", flush=True)
    print(", ".join(f"{name} {n}" for name, n in counts.items()))


def main() -> None:
    """Run what is asked for."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--sample", type=int, help="so many cases drawn at random")
    parser.add_argument("--seeds", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--healthy", action="store_true")
    parser.add_argument("--verbose", action="store_true")
    args = parser.parse_args()
    layers = sorted(LAYERS.glob("*.py.txt"))
    cases = [planted(path, fault) for path, fault in product(layers, FAULTS)]
    if args.healthy:
        texts = [(p.name.split(".")[0], p.read_text(encoding="utf-8")) for p in layers]
        cases = [
            Case(f"{name} {spelling}", filled(text, spelling), seed)
            for (name, text), spelling, seed in product(texts, SPELLINGS, range(args.seeds))
        ]
    if args.sample:
        cases = random.Random(0).sample(cases, min(args.sample, len(cases)))
    if args.healthy:
        healthy(cases, args.jobs)
    else:
        faulty(cases, args.jobs, args.verbose)


if __name__ == "__main__":
    main()
