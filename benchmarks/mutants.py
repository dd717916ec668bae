"""AST mutants of the healthy bases: is the fault detected, and are the gate and the line right?

    python benchmarks/mutants.py [--sample N] [--seed S] [--jobs N] [--base NAME] [--verbose]

One expression of the code that a driver of benchmarks/cases runs becomes another (mutating.py). Mutants that
are still right are told from the wrong ones by rightness.py, which knows nothing of the tool, and show the
false alarms. Mutants that raise, or return another shape, show themselves and are left out; so are those that
leave the forward right and only spoil what a backward written by hand reads: their line is not known from the
mutation. The line that counts is the one that was changed; the gate is that of the first quantity of the cell
whose value changes (watching.py). In the same run: what people use today (common_practice.py).
"""

from __future__ import annotations

import argparse
import json
import random
import signal
import warnings
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache, partial
from itertools import zip_longest
from multiprocessing import get_context
from typing import Any

from cases import verify
from closed_loop import examined
from common_practice import allclose, gradcheck
from drivers.case import H
from mutating import Mutant, Mutation, mutant, mutations, numbered
from rightness import Judge, Judgement
from watching import Anatomy, anatomy, built, compiled, gates_hit, lines_run, watched

SAMPLE = 560
PATIENCE = 90  # seconds for a mutant's own code


@dataclass(frozen=True)
class Case:
    """One mutant and what became of it. `torch` and `gradcheck` tell whether those saw it."""

    base: str
    mutation: str
    judgement: Judgement
    gates: frozenset[str] = frozenset()
    detected: bool = False
    warned: bool = False
    gate: bool = False
    line: bool = False
    examined: bool = True
    torch: bool = False
    comparable: bool = False
    gradcheck: bool = False
    told: str = ""


@dataclass(frozen=True)
class Base:
    """A healthy file taken apart."""

    name: str
    text: str
    driver: Any
    anatomy: Anatomy
    mutations: tuple[Mutation, ...]
    judge: Judge
    comparable: bool

    @property
    def code(self) -> Any:
        """The healthy code."""
        return compiled(numbered(self.text), self.name)


@cache
def base(name: str) -> Base | None:
    """The base of that name; None where its framework is missing or cannot be watched."""
    warnings.simplefilter("ignore")
    entry = next(b for b in _bases() if b["name"] == name)
    text = (verify.HERE / "healthy" / f"{name}.py").read_text()
    tree = numbered(text)
    try:
        driver = verify.drivers(entry["framework"])[name]
        parts = anatomy(tree, name, driver)
    except (ModuleNotFoundError, OSError):  # no PyTensor; torch.jit wants a file
        return None
    shapes = {site: values[0].shape for site, values in parts.watch.values.items()}
    found = tuple(mutations(tree, lines_run(tree, name, driver), shapes))
    judge = Judge(name, driver, entry["gate_order"] is None, parts.states // H)
    return Base(name, text, driver, parts, found, judge, allclose(built(compiled(tree, name), name, driver)))


def _bases() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((verify.HERE / "bases.json").read_text())
    return found


def drawn(names: list[str], seed: int) -> Iterator[tuple[str, int]]:
    """(base, number of the mutation) without end in sight, one of each base in turn."""
    orders = []
    for name in names:
        made = base(name)
        if made is not None:
            order = list(range(len(made.mutations)))
            random.Random(f"{seed} {name}").shuffle(order)
            orders.append([(name, k) for k in order])
    for row in zip_longest(*orders):
        yield from (job for job in row if job is not None)


def run(job: tuple[str, int]) -> Case:
    """One mutant made, judged, examined and scored."""
    healthy = base(job[0])
    assert healthy is not None
    made = mutant(healthy.name, healthy.text, numbered(healthy.text), healthy.mutations[job[1]])
    if made is None:
        return Case(job[0], str(healthy.mutations[job[1]]), "raises")
    code = compiled(made.tree, made.base)
    signal.signal(signal.SIGALRM, _late)
    signal.alarm(PATIENCE)
    try:
        judgement = healthy.judge.judge(code, healthy.code)
        gates = _gates(healthy, made) if judgement == "wrong" else frozenset[str]()
    except TimeoutError:
        judgement, gates = "raises", frozenset()
    finally:
        signal.alarm(0)
    case = partial(Case, made.base, str(made.mutation), judgement, gates)
    if judgement == "raises" or (judgement == "wrong" and _outside(healthy, gates)):
        return Case(made.base, str(made.mutation), "raises")
    return case(**_scored(made, gates), **_others(healthy, code))


def _late(number: int, frame: object) -> None:
    raise TimeoutError


def _gates(healthy: Base, made: Mutant) -> frozenset[str]:
    return gates_hit(healthy.anatomy, watched(made.tree, made.base, healthy.driver))


def _outside(healthy: Base, gates: frozenset[str]) -> bool:
    """Whether no state changes though the output does, in a file that puts another layer on top."""
    out = built(healthy.code, healthy.name, healthy.driver).run()
    return gates == {"sequence"} and out.size != healthy.anatomy.states


def _scored(made: Mutant, gates: frozenset[str]) -> dict[str, Any]:
    results = examined(made.text, made.base)
    told = [f for r in results for f in r.findings if f.severity in ("error", "warning")]
    told.sort(key=lambda f: f.severity != "error")
    first = told[0] if told else None
    span = first.span if first else None
    return {
        "detected": first is not None,
        "warned": first is not None and first.severity == "warning",
        "gate": first is not None and first.gate in gates,
        "line": span is not None and span.line <= made.line <= span.end_line,
        "examined": not any(r.verdict == "error" for r in results),
        "told": " ".join(f"{f.code}/{f.gate}@{f.span.line if f.span else None}" for f in told)
        or "; ".join(r.error.message[:110] for r in results if r.error),
    }


def _others(healthy: Base, code: Any) -> dict[str, bool]:
    fresh = partial(built, code, healthy.name, healthy.driver)
    return {
        "comparable": healthy.comparable,
        "torch": not allclose(fresh()),
        "gradcheck": gradcheck(fresh()) is False,
    }


def rate(name: str, hits: int, total: int, note: str = "") -> None:
    """One line of the table."""
    print(f"{name:42} {hits:4d} / {total:<4d} {100 * hits / max(total, 1):5.1f} %{note}")


def table(cases: list[Case]) -> None:
    """All the rates, ours and theirs."""
    kinds = Counter(c.judgement for c in cases)
    wrong = [c for c in cases if c.judgement == "wrong"]
    known = [c for c in wrong if c.gates]
    right = [c for c in cases if c.judgement == "right"]
    spoilt = [c for c in cases if c.judgement == "backward"]
    print(f"{len(cases)} mutants: {', '.join(f'{n} {kind}' for kind, n in kinds.most_common())}")
    warned = sum(c.warned for c in wrong)
    rate("wrong ones detected", sum(c.detected for c in wrong), len(wrong), f", {warned} as a warning only")
    rate("  gate right", sum(c.gate for c in known), len(known))
    rate("  line right", sum(c.line for c in wrong), len(wrong))
    rate("  not examined", sum(not c.examined for c in wrong), len(wrong))
    rate("right ones called faulty", sum(c.detected and not c.warned for c in right), len(right))
    rate("  not examined", sum(not c.examined for c in right), len(right))
    rate("backward no longer fits, detected", sum(c.detected for c in spoilt), len(spoilt))
    fit = [c for c in wrong if c.comparable]
    print("what people use today, on the same wrong ones:")
    rate("allclose to nn.GRUCell", sum(c.torch for c in fit), len(wrong), _refused(wrong, right))
    rate("gradcheck", sum(c.gradcheck for c in wrong), len(wrong))
    rate("  line named by either", 0, len(wrong))


def _refused(wrong: list[Case], right: list[Case]) -> str:
    unlike = sum(not c.comparable for c in wrong)
    alarms = sum(c.torch for c in right)
    return f"; {unlike} of bases that it refuses unmutated; {alarms} of {len(right)} right ones refused"


def main() -> None:
    """Run the sample and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--sample", type=int, default=SAMPLE, help="so many mutants, right and wrong")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--base")
    parser.add_argument("--verbose", action="store_true", help="a line for each that is not wholly right")
    args = parser.parse_args()
    names = [b["name"] for b in _bases() if args.base in (None, b["name"])]
    jobs = [job for job, _ in zip(drawn(names, args.seed), range(args.sample), strict=False)]
    cases = []
    with ProcessPoolExecutor(args.jobs, get_context("spawn")) as pool:  # torch has threads by now
        for case in pool.map(run, jobs):
            cases.append(case)
            if args.verbose and _missed(case):
                print(_line(case), flush=True)
    table(cases)
    left = [n for n in names if base(n) is None]
    print(f"bases left out, for they need PyTensor or cannot be watched: {', '.join(left) or 'none'}")


def _missed(case: Case) -> bool:
    if case.judgement == "wrong":
        return not (case.detected and case.line and (case.gate or not case.gates))
    return case.detected if case.judgement == "right" else case.judgement == "backward" and not case.detected


def _line(case: Case) -> str:
    gates = "+".join(sorted(case.gates))
    unseen = "" if case.examined else "not examined: "
    return f"{case.base} {case.judgement} {gates} | {case.mutation} | {unseen}{case.told}"


if __name__ == "__main__":
    main()
