"""GRU files put together at random.

    python benchmarks/forge.py [--count 100] [--seed 0] [--jobs N] [--keep FOLDER]

Every other file is right, the next is the same with one statement written otherwise (forging.py). Printed:
each right file that is called wrong or not examined, each wrong one that is not told wholly right, and the
rates. Exits with 1 where a right file is called wrong or a wrong one passes.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from forging import FAULTS, Forged, forged
from strangers import verdict

from gru_doctor.doctor import examine_all
from gru_doctor.records import Options


def tried(number: int) -> tuple[int, Forged, Counter[str], str]:
    """File `number` of the run, how it was told, and in which words."""
    faults = tuple(FAULTS)
    made = forged(number // 2, faults[number // 2 % len(faults)] if number % 2 else "")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "model.py"
        path.write_text(made.text, encoding="utf-8")
        results = examine_all([str(path)], Options(), lambda said, share: None).results
    found = [f for r in results for f in r.findings if f.severity == "error"]
    said = verdict(results)
    named = [f for f in found if f.code in made.codes]
    score = Counter({said: 1})
    score["name"] = int(bool(named))
    score["line"] = int(any(f.span is not None and f.span.line == made.line for f in found))
    told = " ".join(f"{f.code}@{f.span.line if f.span else '-'}" for f in found)
    troubles = " ".join(r.error.message.splitlines()[0] for r in results if r.error)
    return number, made, score, told or troubles or said


def main() -> int:
    """Run what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    for name, value in {"count": 100, "seed": 0, "jobs": 1}.items():
        parser.add_argument(f"--{name}", type=int, default=value)
    parser.add_argument("--keep", type=Path)
    asked = parser.parse_args()
    right, wrong = Counter[str](), Counter[str]()
    with ProcessPoolExecutor(asked.jobs) as pool:
        for number, made, score, told in pool.map(tried, range(asked.seed, asked.seed + asked.count)):
            (wrong if made.fault else right).update(score)
            good = score["name"] and score["line"] if made.fault else score["healthy"]
            if not good:
                print(f"  {number}: {made.fault or 'right'}, due {made.line or '-'}: {told}", flush=True)
                _keep(asked.keep, number, made)
    files, faults = asked.count - asked.count // 2, asked.count // 2
    print(f"right: {right['healthy']} of {files} healthy, {right['faulty']} called wrong")
    print(
        f"wrong: {wrong['faulty']} of {faults} detected, {wrong['name']} named, {wrong['line']} on their line"
    )
    print(f"wrong that passed {wrong['healthy']}; not examined {right['error'] + wrong['error']}")
    return int(bool(right["faulty"] or wrong["healthy"]))


def _keep(folder: Path | None, number: int, made: Forged) -> None:
    if folder is not None:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"f{number}.py").write_text(made.text, encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
