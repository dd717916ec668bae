"""GRU files put together at random.

    python benchmarks/forge.py [--count 100] [--seed 0] [--jobs N] [--keep FOLDER]

Of each file there are three: right, with one fault, and with two (forging.py). Printed: each right file that
is called wrong or not examined, each wrong one that is not told wholly right, and the rates. Exits with 1
where a right file is called wrong or a wrong one passes.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from forging import Forged, forged
from strangers import verdict

from gru_doctor.doctor import examine_all
from gru_doctor.records import Options


def tried(number: int) -> tuple[int, Forged, Counter[str], str]:
    """File `number` of the run, how it was told, and in which words."""
    made = forged(number // 3, number % 3)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "model.py"
        path.write_text(made.text, encoding="utf-8")
        results = examine_all([str(path)], Options(), lambda said, share: None).results
    found = [f for r in results for f in r.findings if f.severity == "error"]
    score = Counter({verdict(results): 1, "files": 1, "faults": len(made.faults)})
    score["name"] = sum(any(f.code in fault.codes for f in found) for fault, _ in made.faults)
    score["line"] = sum(any(f.span and f.span.line == line for f in found) for _, line in made.faults)
    told = " ".join(f"{f.code}@{f.span.line if f.span else '-'}" for f in found)
    troubles = " ".join(r.error.message.splitlines()[0] for r in results if r.error)
    return number, made, score, told or troubles or verdict(results)


def main() -> int:
    """Run what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    for name, value in {"count": 90, "seed": 0, "jobs": 1}.items():
        parser.add_argument(f"--{name}", type=int, default=value)
    parser.add_argument("--keep", type=Path)
    asked = parser.parse_args()
    totals = [Counter[str](), Counter[str](), Counter[str]()]
    with ProcessPoolExecutor(asked.jobs) as pool:
        for number, made, score, told in pool.map(tried, range(asked.seed, asked.seed + asked.count)):
            totals[len(made.faults)].update(score)
            if not (score["name"] == score["line"] == score["faults"] and score["error"] == 0) or (
                score["faulty"] != bool(made.faults)
            ):
                due = ", ".join(f"{fault.name} at {line}" for fault, line in made.faults)
                print(f"  {number}: {due or 'right'}: {told}", flush=True)
                _keep(asked.keep, number, made)
    _printed(totals)
    return int(bool(totals[0]["faulty"] or totals[1]["healthy"] or totals[2]["healthy"]))


def _printed(totals: list[Counter[str]]) -> None:
    print("faults  files  healthy  faulty  not examined  named  on their line")
    for faults, n in enumerate(totals):
        told = f"{n['name']:7d}{n['line']:15d}  of {n['faults']}" if faults else ""
        print(f"{faults:6d}{n['files']:7d}{n['healthy']:9d}{n['faulty']:8d}{n['error']:14d}{told}")


def _keep(folder: Path | None, number: int, made: Forged) -> None:
    if folder is not None:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"f{number}.py").write_text(made.text, encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
