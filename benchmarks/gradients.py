"""The gradient check measured: planted faults, false alarms, sensitivity and cost, beside its peers.

    python benchmarks/gradients.py [--faults [N]] [--seeds [N]] [--sensitivity] [--cost] [--sizes 4 16 ...]

Without a section named all run, small. Faults are the backward plants of benchmarks/cases/plants.json
(held ones left out) and of gradient_plants.json. Peers that are not installed are named and left out.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
import time
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from closed_loop import CASES, examined, planted, scored
from gradient_peers import peers, pulled

from gru_doctor.checks.convention import identify
from gru_doctor.checks.gradient import check_gradient, directions, entries, trial
from gru_doctor.closeness import gradient_tolerance
from gru_doctor.equations.reading import Identity
from gru_doctor.loaders.load import load
from gru_doctor.records import Options, Target
from gru_doctor.subject import Gradient

GATES = {"z": "update", "r": "reset", "n": "candidate"}
CELL = Path(__file__).parent / "cases" / "gradient_cell.py"


def plants() -> list[dict[str, Any]]:
    """The planted backward faults that may be looked at."""
    files = (CASES / "plants.json", CASES / "gradient_plants.json")
    every = [p for f in files if f.exists() for p in json.loads(f.read_text())["plants"]]
    return [p for p in every if p["family"] == "backward" and p["split"] == "dev"]


def loaded(text: str, name: str, options: Options) -> Any:
    """An object of a file with this text, in this process."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "file.py"
        path.write_text(text)
        return load(Target(str(path), name), options)


def gate_of(block: str | None) -> str | None:
    """The gate that a rule's name speaks of: da_z and dW_z the update gate, dh.reset the reset gate."""
    if block is None:
        return None
    named = {"difference": "update", "dz": "update", "dr": "reset", "dh.direct": "blend"}
    named |= dict.fromkeys(("dn", "do", "dm"), "candidate")
    return named.get(block) or GATES.get(block.split("_")[-1]) or block.split(".")[-1]


def faults(number: int) -> None:
    """Detected, block, code and line; and what the peers say of the same objects."""
    chosen = plants() if number <= 0 else random.Random(0).sample(plants(), min(number, len(plants())))
    bases = json.loads((CASES / "bases.json").read_text())
    targets = {b["name"]: b["target"][-1] for b in bases}
    right: Counter[str] = Counter()
    for plant in chosen:
        right.update(ours(plant))
        right.update(theirs(planted(plant), targets[plant["base"]]))
        print(f"  {plant['base']} {plant['code']} line {plant['line']}", file=sys.stderr, flush=True)
    print(f"{len(chosen)} faults on {len({p['base'] for p in chosen})} bases")
    for name in ("detected", "line", "name", "block", *peers()):
        of = right[f"{name} of"] or len(chosen)
        length = right[f"{name} length"] // max(right[name], 1)
        told = f", its message {length} characters" if length else ""
        print(f"  {name:16s} {right[name]:4d} / {of}  {100 * right[name] / max(of, 1):5.1f} %{told}")


def ours(plant: dict[str, Any]) -> Counter[str]:
    """What the whole examination says of a planted file."""
    results = examined(planted(plant), plant["base"])
    errors = [f for r in results for f in r.findings if f.severity == "error"]
    if not errors:
        return Counter()
    found = Counter(k for k, v in scored(plant, errors[0]).items() if v)
    if plant["gate"] in (*GATES.values(), "blend") and errors[0].block:
        found["block of"] = 1
        found["block"] = int(gate_of(errors[0].block) == plant["gate"])
    return found + Counter(detected=1)


def theirs(text: str, name: str) -> Counter[str]:
    """Which peers object to the same forward and backward, over one step and two."""
    found: Counter[str] = Counter()
    try:
        small = Options(input_size=3, hidden_size=4)
        f = pulled(loaded(text, name, small), small, 2)
        f.pullback(np.ones_like(f.value(*f.start)), *f.start)
    except Exception as trouble:  # what cannot be run at all is no case for a gradient check
        print(f"  not run: {name}: {type(trouble).__name__}")
        return found
    for peer, check in peers().items():
        said = check(f)
        found[f"{peer} of"] += 1
        found[peer] += bool(said)
        found[f"{peer} length"] += len(said)
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


def cell(dtype: str) -> str:
    """The text of the benchmark's own cell, in a dtype."""
    return CELL.read_text().replace("float64", dtype)


def sensitivity(sizes: list[int]) -> None:
    """The smallest relative error of one weight's gradient, held against its block's largest, seen."""
    print("smallest error of one entry seen    entrywise  directions  " + "  ".join(peers()))
    found = identify(loaded(cell("float64"), "Cell", Options()), Options()).candidates[0]
    for size in sizes:
        options = Options(hidden_size=size)
        subject = loaded(cell("float64"), "Cell", options)
        identity = resized(found, options.input_size, size)
        made = trial(subject, options, 1)
        bent = Bent(subject)
        told = [
            smallest(lambda e, i=identity, m=made, b=bent: any_above(entries(b.card, i, b.spoilt(m, e)))),
            smallest(lambda e, m=made, b=bent: by_direction(b, b.spoilt(m, e))),
        ]
        if size <= 8:
            told += [
                smallest(lambda e, b=bent, c=c, o=options: peer_sees(b, c, o, e)) for c in peers().values()
            ]
        print(f"  H = {size:4d}" + " " * 26 + "  ".join(f"{t:.0e}" for t in told), flush=True)


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


def smallest(seen: Any) -> float:
    """The smallest of 10, 3, 1 … 1e-13 that is seen; inf where none is."""
    errors = [m * 10.0**-k for k in range(13) for m in (1.0, 0.3)]
    found = float("inf")
    for error in errors:
        if not seen(error):
            return found
        found = error
    return found


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
    found = identify(loaded(cell("float64"), "Cell", Options()), Options()).candidates[0]
    for size in sizes:
        options = Options(hidden_size=size, input_size=size)
        subject = Counted(loaded(cell("float64"), "Cell", options))
        identity = resized(found, size, size)
        made, subject.runs = trial(subject, options, 2), 0
        number = sum(a.size for a in made.weights.values())
        ahead = seconds(lambda s=subject, m=made: s.run(m.call))
        own = seconds(lambda s=subject, m=made: s.gradient(m.call, m.cotangent))
        entrywise = seconds(lambda i=identity, s=subject, m=made: entries(s.card, i, m))
        subject.runs = 0
        begin = time.perf_counter()
        directions(subject, made)
        along, runs = time.perf_counter() - begin, subject.runs
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
        begin = time.perf_counter()
        work()
        found.append(time.perf_counter() - begin)
    return min(found)


def main() -> None:
    """Run the sections asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--faults", type=int, nargs="?", const=12, help="so many plants (12), 0 for all")
    parser.add_argument("--seeds", type=int, nargs="?", const=10)
    parser.add_argument("--sensitivity", action="store_true")
    parser.add_argument("--cost", action="store_true")
    parser.add_argument("--sizes", type=int, nargs="+", default=[4, 16, 64])
    args = parser.parse_args()
    everything = not (args.sensitivity or args.cost) and args.faults is None and args.seeds is None
    if not {"gradcheck slow", "jax check_grads"} <= set(peers()):
        print("installed peers:", ", ".join(peers()) or "none", "(the others are left out)")
    if everything or args.faults is not None:
        faults(12 if args.faults is None else args.faults)
    if everything or args.seeds is not None:
        seeds(args.seeds or 10)
    if everything or args.sensitivity:
        sensitivity(args.sizes)
    if everything or args.cost:
        cost(args.sizes)


if __name__ == "__main__":
    main()
