"""Load every case of benchmarks/cases without an option: `python benchmarks/loading.py [NAME...]`.

Each target runs in a process of its own. Loaded means: the right objects were found, each was built
and called, at the level that bases.json tells; its gradient, where there is one, agrees with
central differences on random weights. The table counts by shape tag; what could not be loaded is
counted beside, and every case is in the denominator.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
CASES = HERE / "cases"
STEP, TOLERANCE = 1e-5, 1e-6
LIMIT = 120.0


@dataclass(frozen=True)
class Outcome:
    """What became of one base: `kind` is loaded, wrong target, wrong level, wrong gradient, or
    error."""

    name: str
    shapes: tuple[str, ...]
    kind: str
    detail: str
    seconds: float


def outcome(base: dict[str, Any]) -> Outcome:
    """Load the targets of one base."""
    from gru_doctor.errors import Trouble
    from gru_doctor.loaders.discover import targets
    from gru_doctor.loaders.source import read

    path = str(CASES / "healthy" / f"{base['name']}.py")
    began = time.perf_counter()
    try:
        names = [t.name for t in targets(read(path))]
        answers = [_asked(path, name) for name in names]
        kind, detail = _judged(base, names, answers)
    except Trouble as trouble:
        kind, detail = "error", trouble.message
    spent = time.perf_counter() - began
    return Outcome(base["name"], tuple(base["shapes"]), kind, detail, spent)


def _judged(base: dict[str, Any], names: list[str], answers: list[dict[str, Any]]) -> tuple[str, str]:
    errors = [a["error"] for a in answers if a["error"]]
    if errors:
        return "error", errors[0]
    cards = [a["card"] for a in answers]
    if not set(base["target"]) <= set(names) and "factory" not in base["shapes"]:
        return "wrong target", f"{names} for {base['target']}"
    if base["level"] not in {c["level"] for c in cards}:
        return "wrong level", f"{[c['level'] for c in cards]} for {base['level']}"
    gaps = [f"{n}: {gap:.2g}" for a in answers for n, gap in a["gaps"].items() if gap > TOLERANCE]
    return ("wrong gradient", ", ".join(gaps)) if gaps else ("loaded", "")


def _asked(path: str, name: str) -> dict[str, Any]:
    """The answer of a process that loads one target."""
    command = [sys.executable, __file__, "--one", path, name]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=LIMIT)
        answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    except (subprocess.TimeoutExpired, ValueError, IndexError) as error:
        return {"error": f"{name}: {type(error).__name__}", "card": {}, "gaps": {}}
    return answer


def one(path: str, name: str) -> dict[str, Any]:
    """Load one target in this process; its card, and how far each gradient is off."""
    from gru_doctor.errors import Trouble
    from gru_doctor.loaders.load import load
    from gru_doctor.records import Options, Target

    try:
        subject = load(Target(path, name), Options())
        card = {"level": subject.card.level, "kind": subject.card.kind}
        return {"error": "", "card": card, "gaps": gaps(subject)}
    except Trouble as trouble:
        return {"error": f"{name}: {trouble.message}", "card": {}, "gaps": {}}


def gaps(subject: Any) -> dict[str, float]:
    """Relative error of each gradient along one random direction, against central differences."""
    import numpy as np

    from gru_doctor.subject import Call

    card, generator = subject.card, np.random.default_rng(3)
    if card.gradient is None:
        return {}
    h0 = generator.uniform(-0.9, 0.9, (2, card.hidden_size)) if card.takes_state else None
    call = Call(generator.uniform(-1, 1, (4, 2, card.input_size)), h0)
    weights = {n: generator.uniform(-0.7, 0.7, a.shape) for n, a in subject.weights().items()}
    subject.assign(weights)
    # Small enough that no clipped gradient reaches its limit.
    cotangent = 0.1 * generator.normal(size=_whole(subject.run(call)).shape)
    found = subject.gradient(call, cotangent).weights
    made = {}
    for name, array in weights.items():
        direction = generator.normal(size=array.shape)
        ends = []
        for sign in (1, -1):
            subject.assign({name: array + sign * STEP * direction})
            ends.append(float((_whole(subject.run(call)) * cotangent).sum()))
        subject.assign({name: array})
        truth = (ends[0] - ends[1]) / (2 * STEP)
        given = float((found[name] * direction).sum()) if name in found else 0.0
        made[name] = abs(given - truth) / max(1.0, abs(truth))
    return made


def _whole(run: Any) -> Any:
    return run.last if run.outputs is None else run.outputs


def table(outcomes: list[Outcome]) -> str:
    """One line a shape: loaded of all, and what went wrong how often."""
    rows: dict[str, list[Outcome]] = defaultdict(list)
    for found in outcomes:
        for shape in found.shapes:
            rows[shape].append(found)
    lines = [f"{'shape':28} loaded  wrong  error"]
    for shape, members in sorted(rows.items()):
        lines.append(f"{shape:28} {_counts(members)}")
    return "\n".join([*lines, f"{'all files':28} {_counts(outcomes)}"])


def _counts(members: list[Outcome]) -> str:
    loaded = sum(o.kind == "loaded" for o in members)
    errors = sum(o.kind == "error" for o in members)
    return f"{loaded:>3}/{len(members):<3} {len(members) - loaded - errors:>5}  {errors:>5}"


def main() -> int:
    """Print the table, and each file that is not as it should be."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*")
    parser.add_argument("--one", nargs=2, metavar=("PATH", "NAME"), help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.one:
        print(json.dumps(one(*given.one)))
        return 0
    bases = json.loads((CASES / "bases.json").read_text())
    wanted = [b for b in bases if not given.names or b["name"] in given.names]
    outcomes = [outcome(base) for base in wanted]
    print(table(outcomes))
    bad = [o for o in outcomes if o.kind != "loaded"]
    for found in bad:
        print(f"{found.name}: {found.kind}: {found.detail}")
    print(f"{sum(o.seconds for o in outcomes):.1f} s")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.path.insert(0, str(HERE.parent))
    raise SystemExit(main())
