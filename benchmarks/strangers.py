"""Files of strangers, each examined as its author would.

    python benchmarks/strangers.py [FOLDER...] [--jobs N]

Every folder of benchmarks/strangers/ holds files right and wrong in the hand of one writer, who wrote down
what is true of each before it was ever examined (truth.json). Printed: each file that is not told wholly
right, and for each folder how many verdicts, codes and lines are. A file with nothing wrong that is called
wrong is a false alarm; what could not be examined stays in every denominator.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from gru_doctor.doctor import examine_all
from gru_doctor.records import Finding, Options, Result

STRANGERS = Path(__file__).parent / "strangers"


@dataclass(frozen=True)
class Fault:
    """What is wrong: the codes and the lines any of which says so."""

    codes: tuple[str, ...]
    lines: tuple[int, ...]


@dataclass(frozen=True)
class Case:
    """A file and its faults; none where it is right."""

    path: Path
    faults: tuple[Fault, ...]


def cases(folders: Sequence[str]) -> Iterator[Case]:
    """The files of these folders, of all where none is named."""
    for truth in sorted(STRANGERS.glob("*/truth.json")):
        if folders and truth.parent.name not in folders:
            continue
        for told in json.loads(truth.read_text(encoding="utf-8")):
            faults = tuple(Fault(tuple(f["codes"]), tuple(f["lines"])) for f in told["faults"])
            yield Case(truth.parent / told["file"], faults)


def tried(case: Case) -> tuple[Counter[str], str]:
    """How much of a file is told right, and what was told where that is not all."""
    results = examine_all([str(case.path)], Options(), lambda said, share: None).results
    found = [f for r in results for f in r.findings if f.severity == "error"]
    said, due = verdict(results), "faulty" if case.faults else "healthy"
    score = Counter(
        files=1,
        verdict=int(said == due),
        alarms=int(said == "faulty" and not case.faults),
        unexamined=int(said == "error"),
        faults=len(case.faults),
        code=sum(any(f.code in fault.codes for f in found) for fault in case.faults),
        line=sum(_placed(fault, found) for fault in case.faults),
    )
    whole = score["verdict"] and score["code"] == score["line"] == score["faults"]
    return score, "" if whole else f"{said}, {_told(found, results)}; {_due(case)}"


def verdict(results: Sequence[Result]) -> str:
    """One word for a file: faulty where any of its objects is, healthy where all that were examined are."""
    said = {r.verdict for r in results}
    return "faulty" if "faulty" in said else "healthy" if said == {"healthy"} else "error"


def _placed(fault: Fault, found: Sequence[Finding]) -> bool:
    return any(f.code in fault.codes and f.span is not None and f.span.line in fault.lines for f in found)


def _told(found: Sequence[Finding], results: Sequence[Result]) -> str:
    troubles = [f"{r.error.kind}: {r.error.message.splitlines()[0]}" for r in results if r.error]
    placed = [f"{f.code}@{f.span.line if f.span else '-'}" for f in found]
    return " ".join((*placed, *troubles)) or "nothing"


def _due(case: Case) -> str:
    faults = (f"{'/'.join(f.codes)}@{'/'.join(map(str, f.lines))}" for f in case.faults)
    return f"due: {' and '.join(faults) or 'healthy'}"


def main() -> int:
    """Print the misses and the table; 1 where a right file is called wrong."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("folders", nargs="*")
    parser.add_argument("--jobs", type=int, default=1)
    asked = parser.parse_args()
    chosen, table = list(cases(asked.folders)), dict[str, Counter[str]]()
    with ProcessPoolExecutor(asked.jobs) as pool:
        for case, (score, missed) in zip(chosen, pool.map(tried, chosen), strict=True):
            table.setdefault(case.path.relative_to(STRANGERS).parts[0], Counter()).update(score)
            if missed:
                print(f"  {case.path.relative_to(STRANGERS)}: {missed}", flush=True)
    _printed(table)
    return int(any(score["alarms"] for score in table.values()))


def _printed(table: dict[str, Counter[str]]) -> None:
    print("         files  verdict  alarms  not ex.  faults  code  line")
    total = sum(table.values(), Counter())
    for name, n in (*table.items(), ("all", total)):
        print(f"{name:7s}{n['files']:7d}{n['verdict']:9d}{n['alarms']:8d}{n['unexamined']:9d}"
              f"{n['faults']:8d}{n['code']:6d}{n['line']:6d}")  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
