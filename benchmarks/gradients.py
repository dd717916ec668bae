"""The gradient check measured: planted faults, false alarms, sensitivity and cost, beside its peers.

    python benchmarks/gradients.py [--faults [N]] [--seeds [N]] [--sensitivity] [--cost] [--cases]
                                   [--jobs N] [--sizes 4 16 ...]

Without a section named all run, small. Faults are made of the backward passes of eight hands
(gradient_plants.py), N of each; 40 is the whole measurement. Times are of one thread, as the processor
counts them. Peers that are not installed are named and left out.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from functools import cache
from typing import Any

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # before NumPy is there

import numpy as np
from closed_loop import CASES, examined, scored
from gradient_cases import both, cell, golden, habits, loaded, tiny
from gradient_peers import COSTLY, missing, peers, pulled
from gradient_plants import HANDS, planned

from gru_doctor.checks.gradient import check_gradient, directions, entries
from gru_doctor.checks.identifying.convention import identify
from gru_doctor.checks.pulled import trial
from gru_doctor.closeness import gap, gradient_tolerance
from gru_doctor.equations.reading import Identity
from gru_doctor.errors import Trouble
from gru_doctor.records import Options
from gru_doctor.subject import Gradient

GATES = {"z": "update", "r": "reset", "n": "candidate"}
SMALL = Options(input_size=3, hidden_size=4)


def gate_of(block: str | None) -> str | None:
    """The gate that a rule's name speaks of: da_z and dW_z the update gate, dh.reset the reset gate."""
    if block is None:
        return None
    named = {"difference": "update", "dz": "update", "dr": "reset", "dh.direct": "blend"}
    named |= dict.fromkeys(("dn", "do", "dm"), "candidate")
    return named.get(block) or GATES.get(block.split("_")[-1]) or block.split(".")[-1]


def faults(number: int, jobs: int) -> None:
    """Detected, block, code and line; and what the peers say of the same objects."""
    chosen = [plant for base in HANDS for plant in planned(base, number)]
    right: Counter[str] = Counter()
    with ProcessPoolExecutor(jobs) as pool:
        for plant, found in zip(chosen, pool.map(case, chosen), strict=True):
            right.update(found)
            if found["fault"] and not (found["line"] and found["code"] and found["block"]):
                told = ", ".join(k for k in ("detected", "block", "code", "line") if found[k]) or "nothing"
                print(
                    f"  {plant['base']} line {plant['line']} {plant['code']}: {told} right", file=sys.stderr
                )
    total = right["fault"]
    print(
        f"{total} faults on {len(HANDS)} bases; {len(chosen) - total} changes left out, that change nothing"
    )
    for name in ("detected", "block", "code", "line", *peers()):
        of = right[f"{name} of"] or total
        length = right[f"{name} length"] // max(right[name], 1)
        told = f", its message {length} characters" if length else ""
        told += f", a parameter named in {right[f'{name} names']}" if length else ""
        print(f"  {name:18s} {right[name]:4d} / {of}  {100 * right[name] / max(of, 1):5.1f} %{told}")


def case(plant: dict[str, Any]) -> Counter[str]:
    """What the tool and the peers say of one planted file; nothing where no gradient is changed."""
    try:
        subject = differentiated(plant["text"], plant["base"])
        found = pulled(subject, SMALL, 2)
        changed = differs(found, plant["base"])
    except Trouble:
        return Counter()
    if not changed:
        return Counter()
    return Counter(fault=1) + ours(plant) + theirs(found)


def differentiated(text: str, base: str) -> Any:
    """The object of a base that has a backward pass."""
    targets = next(b["target"] for b in json.loads((CASES / "bases.json").read_text()) if b["name"] == base)
    subjects = (loaded(text, name, SMALL) for name in targets)
    return next(s for s in subjects if s.card.gradient == "backward")


def differs(found: Any, base: str) -> bool:
    """Whether the gradients are others than those of the healthy file, and not all zero."""
    arrays = found.pullback(np.ones_like(found.value(*found.start)), *found.start)
    apart = any(gap(a, b) > 1e-6 for a, b in zip(arrays, healthy(base), strict=True))
    return apart and any(np.any(a) for a in arrays)


@cache
def healthy(base: str) -> tuple[Any, ...]:
    """The gradients of the healthy file."""
    found = pulled(differentiated((CASES / "healthy" / f"{base}.py").read_text(), base), SMALL, 2)
    return found.pullback(np.ones_like(found.value(*found.start)), *found.start)


def ours(plant: dict[str, Any]) -> Counter[str]:
    """What the whole examination says of a planted file."""
    results = examined(plant["text"], plant["base"])
    errors = [f for r in results for f in r.findings if f.severity == "error"]
    if not errors:
        return Counter()
    score = scored(plant, errors[0])
    block = plant["gate"] == "all" or gate_of(errors[0].block) == plant["gate"]
    return Counter(detected=1, block=int(block), code=int(score["name"]), line=int(score["line"]))


def theirs(f: Any) -> Counter[str]:
    """Which peers object to the same forward and backward, over two steps."""
    found: Counter[str] = Counter()
    for peer, check in peers().items():
        said = check(f)
        found[f"{peer} of"] += 1
        found[peer] += bool(said)
        found[f"{peer} length"] += len(said)
        found[f"{peer} names"] += any(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", said) for name in f.names)
    return found


def seeds(number: int) -> None:
    """False alarms of the gradient check on a correct cell, in float64 and float32."""
    for dtype in ("float64", "float32"):
        subject = loaded(cell(dtype), "Cell", Options())
        identity = identify(subject, Options()).candidates[0]
        statuses = Counter(
            check_gradient(subject, who, replace(Options(), seed=s)).status
            for s in range(number)
            for who in (identity, None)
        )
        print(f"{dtype}: {statuses['fail']} false alarms in {number} seeds, entrywise and by directions")


def resized(identity: Identity, inputs: int, hidden: int) -> Identity:
    """What was found out about the benchmark's own cell at the usual sizes, at others."""
    rows = {"W": inputs, "U": hidden, "b": 1, "c": 1}
    places = {}
    for block, place in identity.reading.places.items():
        count, k = rows[block[0]], "rzn".index(block[2])
        whole = np.arange(count * 3 * hidden).reshape(count, 3 * hidden)
        indices = whole[:, k * hidden : (k + 1) * hidden]
        places[block] = replace(place, indices=indices if count > 1 else indices[0])
    return replace(identity, reading=replace(identity.reading, places=places))


def sensitivity(sizes: list[int]) -> None:
    """The smallest relative error of one weight's gradient, held against its block's largest, seen."""
    names = ("entrywise", "directions", *peers())
    print("smallest error of one entry seen  " + "  ".join(names))
    found = identify(loaded(cell(), "Cell", Options()), Options()).candidates[0]
    for size in sizes:
        options = Options(hidden_size=size)
        subject = loaded(cell(), "Cell", options)
        identity = resized(found, options.input_size, size)
        made = trial(subject, options, 1)
        bent = Bent(subject)
        told = [
            smallest(lambda e, i=identity, m=made, b=bent: any_above(entries(b.card, i, b.spoilt(m, e)))),
            smallest(lambda e, m=made, b=bent: by_direction(b, b.spoilt(m, e))),
        ]
        for name, check in peers().items():
            seen = lambda e, b=bent, c=check, o=options: peer_sees(b, c, o, e)  # noqa: E731
            slow = name in COSTLY and too_slow(subject, options)
            told.append(float("nan") if slow else smallest(seen))
        shown = [f"{t:.0e}".replace("nan", "too slow") for t in told]
        print(
            f"  H = {size:4d}  " + "  ".join(f"{t:>{len(n)}s}" for n, t in zip(names, shown, strict=True)),
            flush=True,
        )


def any_above(errors: dict[str, float]) -> bool:
    """Whether the entrywise check objects."""
    return not max(errors.values()) <= gradient_tolerance("float64")


def by_direction(subject: Any, made: Any) -> bool:
    """Whether one direction a block objects."""
    measured = directions(subject, made)
    return not max(measured.errors.values()) <= measured.limit("float64")


def peer_sees(bent: Bent, check: Any, options: Options, error: float) -> bool:
    """Whether a peer objects to a backward with one entry bent."""
    bent.error = error
    said = check(pulled(bent, options, 1))
    bent.error = 0.0
    return bool(said)


PATIENCE = 120.0
"""Seconds of processor time in which a peer has to answer at one size."""


def too_slow(subject: Any, options: Options) -> bool:
    """Whether two forward passes for every number, once for each error that is tried, take too long."""
    made = trial(subject, options, 1)
    number = sum(a.size for a in made.weights.values())
    return 2 * number * len(ERRORS).bit_length() * seconds(lambda: subject.run(made.call)) > PATIENCE


ERRORS = [m * 10.0**-k for k in range(13) for m in (1.0, 0.3)]


def smallest(seen: Any) -> float:
    """The smallest of 1, 0.3 … 3e-13 that is seen, by halving; inf where none is."""
    found, missed = -1, len(ERRORS)
    while missed - found > 1:
        middle = (found + missed) // 2
        found, missed = (middle, missed) if seen(ERRORS[middle]) else (found, middle)
    return ERRORS[found] if found >= 0 else float("inf")


class Bent:
    """A Subject whose first parameter's gradient is wrong in one entry, by a share of its largest."""

    def __init__(self, subject: Any) -> None:
        self.subject, self.error = subject, 0.0

    def __getattr__(self, name: str) -> Any:
        return getattr(self.subject, name)

    def gradient(self, asked: Any, cotangent: Any) -> Gradient:
        """The user's, bent."""
        return self._bend(self.subject.gradient(asked, cotangent), self.error)

    def spoilt(self, made: Any, error: float) -> Any:
        """A trial with the entry off by this share."""
        return replace(made, given=self._bend(made.given, error))

    def _bend(self, given: Gradient, error: float) -> Gradient:
        name = sorted(given.weights)[0]
        array = np.array(given.weights[name])
        entry = np.unravel_index(np.argsort(np.abs(array), axis=None)[array.size // 2], array.shape)
        array[entry] += error * np.abs(array).max()
        return replace(given, weights={**given.weights, name: array})


class Counted(Bent):
    """A Subject that counts its forward passes."""

    runs = 0

    def run(self, asked: Any) -> Any:
        """The user's forward."""
        self.runs += 1
        return self.subject.run(asked)


def cost(sizes: list[int]) -> None:
    """Forward evaluations and time of the directions, and of the entrywise check beside the user's own
    forward and backward; gradcheck slow extrapolated from one forward pass (2 N evaluations)."""
    print(
        "   H          N  evaluations  directions/own  entrywise/own  gradcheck slow (extrapolated)/entrywise"
    )
    found = identify(loaded(cell(), "Cell", Options()), Options()).candidates[0]
    for size in sizes:
        options = Options(hidden_size=size, input_size=size)
        subject = Counted(loaded(cell(), "Cell", options))
        identity = resized(found, size, size)
        made, subject.runs = trial(subject, options, 2), 0
        number = sum(a.size for a in made.weights.values())
        ahead = seconds(lambda s=subject, m=made: s.run(m.call))
        own = seconds(lambda s=subject, m=made: s.gradient(m.call, m.cotangent))
        entrywise = seconds(lambda i=identity, s=subject, m=made: entries(s.card, i, m))
        subject.runs = 0
        begin = time.process_time()
        directions(subject, made)
        along, runs = time.process_time() - begin, subject.runs
        slow = 2 * number * ahead
        print(
            f"{size:4d} {number:10d} {runs:12d} {along / own:15.1f} {entrywise / own:14.2f} "
            f"{slow / (entrywise + own):20.0f}",
            flush=True,
        )


def seconds(work: Any) -> float:
    """The least of five runs."""
    found = []
    for _ in range(5):
        begin = time.process_time()
        work()
        found.append(time.process_time() - begin)
    return min(found)


def main() -> None:
    """Run the sections asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument(
        "--faults", type=int, nargs="?", const=40, help="so many of each base (40), 0 for all"
    )
    parser.add_argument("--seeds", type=int, nargs="?", const=50)
    for section in ("sensitivity", "cost", "cases"):
        parser.add_argument(f"--{section}", action="store_true")
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--sizes", type=int, nargs="+", default=[4, 16, 32, 64, 256])
    args = parser.parse_args()
    named = args.sensitivity or args.cost or args.cases or args.faults is not None or args.seeds is not None
    if missing():
        print("left out, not installed:", ", ".join(missing()))
    if not named or args.faults is not None:
        faults(2 if args.faults is None else args.faults, args.jobs)
    if not named or args.seeds is not None:
        seeds(args.seeds or 5)
    if not named or args.sensitivity:
        sensitivity(args.sizes)
    if not named or args.cost:
        cost(args.sizes)
    if not named or args.cases:
        for section in (tiny, golden, both, habits):
            section()


if __name__ == "__main__":
    main()
