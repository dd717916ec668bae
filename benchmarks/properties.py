"""The laws and the strategies, at length.

    python benchmarks/properties.py [laws|broken|faults|fixtures] [--only GLOB] [--examples N] [--ways N]

`laws`: every law on every healthy fixture and peer that is installed, 200 examples each; a law that does
not apply is counted with its reason.
`broken`: for each law a fault that breaks it.
`faults`: each 1xx and 3xx fault, planted, found and shrunk; its smallest example is printed, and typed into
a fresh Python to see that it still shows.
`fixtures`: the same for every file of `fixtures/faulty`, as it stands.

`--only` picks files by name, and faults by code. Exits with 1 where a law fails, is broken by nothing, or a
fault is missed.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from fnmatch import fnmatch
from functools import partial
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from gru_doctor.errors import Trouble
from gru_doctor.fault import Altered, Fault, Strayed, faults
from gru_doctor.laws import LAWS, DoesNotApply, Law, LawBroken
from gru_doctor.loaders.discover import targets
from gru_doctor.loaders.text.source import read
from gru_doctor.strategies import plantable, planted, reference_cells, trials
from gru_doctor.subject import Call, Run
from gru_doctor.testing import load
from gru_doctor.trials import Cell

ROOT = Path(__file__).parent.parent
FILES = (*sorted(ROOT.glob("fixtures/healthy/*.py")), *sorted(ROOT.glob("benchmarks/peers/*.py")))
FAULTY = sorted(ROOT.glob("fixtures/faulty/*.py"))
FAULTS = [f for f in faults() if f.code[3] in "13" and plantable(f)]
Cases = st.SearchStrategy[Cell]


def every_law(files: Iterable[Path], examples: int) -> int:
    """One row a target; the number of laws that failed."""
    held = failed = 0
    reasons: Counter[str] = Counter()
    for name, cell in _loaded(files):
        excused = {law.name: reason for law in LAWS if (reason := law.excuse(cell))}
        reasons.update(f"{law}: {reason}" for law, reason in excused.items())
        broken = list(_broken([law for law in LAWS if law.name not in excused], cell, examples))
        kept = len(LAWS) - len(excused) - len(broken)
        print(f"{name}: {kept} laws held, {len(broken)} broken", *broken, sep="\n", flush=True)
        held, failed = held + kept, failed + len(broken)
    print(f"laws held {held}, failed {failed}, not applicable {sum(reasons.values())}")
    for reason, count in reasons.most_common():
        print(f"  {count:3} {reason}")
    return failed


def _broken(laws: Sequence[Law], cell: Cell, examples: int) -> Iterator[LawBroken]:
    """What breaks, each with the smallest example; every law is tried on each of the same examples."""
    while laws and (failure := _hunted(st.just(cell), laws, examples, WHOLE)):
        yield failure
        laws = [law for law in laws if law.name != failure.law]


def _loaded(files: Iterable[Path]) -> Iterator[tuple[str, Cell]]:
    for file in files:
        for target in targets(read(str(file))):
            try:
                yield f"{file.name}:{target.name}", load(str(target))
            except Trouble as trouble:
                print(f"not loaded: {file.name}: {trouble.message.splitlines()[0][:90]}", flush=True)


def each_law_broken(examples: int) -> int:
    """For each law the first fault that breaks it; how many laws nothing breaks."""
    unbroken = 0
    for law in LAWS:
        name = next((name for name, cells in _wrong() if _hunted(cells, [law], examples, SEEN)), None)
        print(f"{law.name}: {'NOTHING BREAKS IT' if name is None else f'broken by {name}'}", flush=True)
        unbroken += name is None
    return unbroken


def _wrong() -> Iterator[tuple[str, Cases]]:
    """Every way to be wrong: the faults of the catalogue, and two ways to behave that no equation shows."""
    for fault in reversed(FAULTS):  # most laws are about the way over time
        for wrong in plantable(fault):
            yield f"{fault.code} {fault.name}: {wrong.yours}", _cells(fault, wrong)
    yield "GRU503: noise in the output", reference_cells().map(partial(_spoilt, Noisy))
    yield "weights that decay as it runs", reference_cells().map(partial(_spoilt, Decaying))


class Spoilt:
    """A right layer that is spoilt from outside."""

    def __init__(self, right: Any) -> None:
        self.right, self.runs = right, 0

    def __getattr__(self, name: str) -> Any:
        return getattr(self.right, name)


def _spoilt(how: Any, cell: Cell) -> Cell:
    return replace(cell, subject=how(cell.subject))


class Noisy(Spoilt):
    """Gives other numbers at each call."""

    def run(self, call: Call) -> Run:
        """See Subject."""
        found, self.runs = self.right.run(call), self.runs + 1
        return replace(found, outputs=found.outputs + 1e-6 * self.runs)


class Decaying(Spoilt):
    """Writes to its weights."""

    def run(self, call: Call) -> Run:
        """See Subject."""
        self.right.assign({name: 0.999 * array for name, array in self.right.weights().items()})
        found: Run = self.right.run(call)
        return found


def each_fault(chosen: Sequence[Fault], examples: int, most: int) -> int:
    """The smallest example of each fault; the number missed."""
    missed, by_law = 0, Counter[str]()
    for fault in chosen:
        for wrong in plantable(fault)[:most]:
            failure = _hunted(_cells(fault, wrong), LAWS, examples, WHOLE)
            if failure is None:
                missed += 1
                print(f"MISSED {fault.code} {wrong.yours}", flush=True)
                continue
            by_law[failure.law] += 1
            again = shown_again(str(failure))
            print(f"{fault.code} {fault.name}: {wrong.yours} (again: {again})\n{failure}\n", flush=True)
            missed += not again
    print(f"{sum(by_law.values())} found, {missed} missed or not shown again; by {dict(by_law)}")
    return missed


def each_fixture(files: Iterable[Path], examples: int) -> int:
    """The smallest example of each faulty file; the number missed."""
    found = missed = 0
    for name, cell in _loaded(files):
        failure = _hunted(st.just(cell), LAWS, examples, WHOLE)
        again = failure is not None and shown_again(str(failure))
        print(f"{name} (again: {again})\n{failure}\n", flush=True)
        found, missed = found + again, missed + (not again)
    print(f"fixtures: {found} found and shown again, {missed} missed")
    return missed


def _cells(fault: Fault, wrong: Altered | Strayed) -> Cases:
    return planted(fault, wrong).map(lambda faulty: faulty.cell)


QUIET = settings(deadline=None, derandomize=True, database=None, report_multiple_bugs=False,
                 suppress_health_check=list(HealthCheck))  # fmt: skip
WHOLE = (Phase.generate, Phase.shrink)
SEEN = (Phase.generate,)


def _hunted(cells: Cases, laws: Sequence[Law], examples: int, phases: Sequence[Phase]) -> LawBroken | None:
    """The failure of the first law that breaks, shrunk where that is a phase."""

    @settings(QUIET, max_examples=examples, phases=phases)
    @given(cells.flatmap(lambda cell: st.tuples(st.just(cell), trials(cell))))
    def search(case: tuple[Cell, Any]) -> None:
        for law in laws:
            try:
                law(*case)
            except DoesNotApply:
                continue

    try:
        search()
    except LawBroken as failure:
        return failure
    return None


def shown_again(text: str) -> bool:
    """Whether what is printed, typed into a fresh Python, fails again with the same law."""
    law, _, typed = text.partition(":")
    run = subprocess.run([sys.executable, "-i", "-q"], input=typed.partition("\n")[2] + "\n\n", text=True,
                         capture_output=True, cwd=ROOT, check=False)  # fmt: skip
    return f"LawBroken: {law}:" in run.stderr


def main() -> int:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("part", nargs="?", choices=["laws", "broken", "faults", "fixtures"])
    parser.add_argument("--only", default="*", help="files by name, faults by code")
    parser.add_argument("--examples", type=int, default=200)
    parser.add_argument("--ways", type=int, default=1, help="of each fault, at most so many ways")
    args = parser.parse_args()
    wrong = 0
    if args.part in (None, "laws"):
        wrong += every_law([f for f in FILES if fnmatch(f.name, args.only)], args.examples)
    if args.part in (None, "broken"):
        wrong += each_law_broken(min(args.examples, 25))
    if args.part in (None, "faults"):
        chosen = [f for f in FAULTS if fnmatch(f.code, args.only)]
        wrong += each_fault(chosen, args.examples, args.ways)
    if args.part in (None, "fixtures"):
        wrong += each_fixture([f for f in FAULTY if fnmatch(f.name, args.only)], args.examples)
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main())
