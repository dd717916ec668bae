"""The laws and the strategies, at length.

    python benchmarks/properties.py [laws|faults] [--examples N] [--ways N]

`laws`: every law on every healthy fixture and peer that is installed, 200 examples each; a law that does
not apply is counted with its reason.
`faults`: each 1xx and 3xx fault, planted, found and shrunk; its smallest example is printed, and typed in
again to see that it still shows. Exits with 1 where a law fails or a fault is missed.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path

from hypothesis import HealthCheck, given, settings

from gru_doctor import laws
from gru_doctor.errors import Trouble
from gru_doctor.fault import Altered, Fault, Strayed, faults
from gru_doctor.laws import LAWS, DoesNotApply, LawBroken
from gru_doctor.loaders.discover import targets
from gru_doctor.loaders.source import read
from gru_doctor.strategies import Faulty, plantable, planted, trials
from gru_doctor.suites import hold
from gru_doctor.testing import load
from gru_doctor.trials import Trial

ROOT = Path(__file__).parent.parent
FILES = (*sorted(ROOT.glob("fixtures/healthy/*.py")), *sorted(ROOT.glob("benchmarks/peers/*.py")))


def every_law(examples: int) -> int:
    """One row a target; the number of laws that failed."""
    held = failed = 0
    reasons: Counter[str] = Counter()
    for file in FILES:
        for target in targets(read(str(file))):
            try:
                cell = load(str(target))
            except Trouble as trouble:
                print(f"not loaded: {target}: {trouble.message.splitlines()[0][:70]}", flush=True)
                continue
            for law in LAWS:
                reason = law.excuse(cell)
                if reason:
                    reasons[f"{law.name}: {reason}"] += 1
                    continue
                try:
                    hold(law, cell, max_examples=examples)
                    held += 1
                except LawBroken as broken:
                    failed += 1
                    print(f"BROKEN {target}: {broken}", flush=True)
            print(f"{file.name}:{target.name}", flush=True)
    print(f"laws held {held}, failed {failed}, not applicable {sum(reasons.values())}")
    for reason, count in reasons.most_common():
        print(f"  {count:3} {reason}")
    return failed


def each_fault(examples: int, most: int) -> int:
    """The smallest example of each fault; the number missed. All ways that break a law are counted."""
    missed, by_law = 0, Counter[str]()
    for fault in (f for f in faults() if f.code[3] in "13"):
        for wrong in plantable(fault)[:most]:
            failure = hunted(fault, wrong, examples)
            if failure is None:
                missed += 1
                print(f"MISSED {fault.code} {wrong.yours}", flush=True)
                continue
            by_law[failure.law] += 1
            again = shown_again(str(failure))
            print(f"{fault.code} {fault.name}: {wrong.yours} (again: {again})\n{failure}\n", flush=True)
            missed += not again
    unbroken = {law.name for law in LAWS} - by_law.keys()
    print(f"missed {missed}; first broken: {dict(by_law)}; never: {', '.join(sorted(unbroken)) or '-'}")
    return missed


def hunted(fault: Fault, wrong: Altered | Strayed, examples: int) -> LawBroken | None:
    """The shrunk failure of the first law that breaks."""

    @settings(max_examples=examples, deadline=None, derandomize=True, database=None,
              report_multiple_bugs=False, suppress_health_check=list(HealthCheck))  # fmt: skip
    @given(planted(fault, wrong).flatmap(lambda f: trials(f.cell).map(lambda t: (f, t))))
    def search(case: tuple[Faulty, Trial]) -> None:
        for law in LAWS:
            try:
                law(case[0].cell, case[1])
            except DoesNotApply:
                continue

    try:
        search()
    except LawBroken as failure:
        return failure
    return None


def shown_again(text: str) -> bool:
    """Whether what is printed, typed into a prompt, fails again."""
    try:
        exec(text.split("\n", 1)[1], {"laws": laws})
    except LawBroken:
        return True
    return False


def main() -> int:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("part", nargs="?", choices=["laws", "faults"])
    parser.add_argument("--examples", type=int, default=200)
    parser.add_argument("--ways", type=int, default=1000, help="of each fault, at most so many ways")
    args = parser.parse_args()
    wrong = 0
    if args.part in (None, "laws"):
        wrong += every_law(args.examples)
    if args.part in (None, "faults"):
        wrong += each_fault(args.examples, args.ways)
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main())
