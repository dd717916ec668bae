"""Planted faults: how many are detected, and are the gate, the line and the name right?

    python benchmarks/closed_loop.py [--family forward|backward|sequence] [--split dev|held]
                                     [--pairs] [--base NAME] [--sample N] [--seed S] [--verbose]

Each case of benchmarks/cases/plants.json is written to a scratch folder and examined as a user would.
The denominator is all cases; what could not be examined counts as missed and stands beside the rate.
With --pairs two faults are planted at once, and both have to be named.
"""

from __future__ import annotations

import argparse
import json
import random
import tempfile
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

from gru_doctor.doctor import examine_all
from gru_doctor.records import CHECKS, Finding, Options, Result

CASES = Path(__file__).parent / "cases"
OPTIONS = replace(Options(), checks=tuple(c for c in CHECKS if c != "memorization"), timeout=60.0)


FAMILY_GATES = {"backward": "gradient", "sequence": "sequence"}
"""What a finding of these families carries in place of a gate of the cell."""
UNNAMED = ("GRU101", "GRU102", "GRU103", "GRU104")
NAMED_SINCE = ("GRU126", "GRU127", "GRU128", "GRU129")


def planted(plant: dict[str, Any]) -> str:
    """The base with the fault in place."""
    text = (CASES / "healthy" / f"{plant['base']}.py").read_text()
    for edit in plant.get("edits", [plant]):
        text = text.replace(edit["old"], edit["new"], 1)
    return text


def examined(text: str, name: str) -> list[Result]:
    """The results of a file with this text."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{name}.py"
        path.write_text(text)
        return list(examine_all([str(path)], OPTIONS, lambda stage, share: None).results)


def run_case(plant: dict[str, Any]) -> dict[str, Any]:
    """One plant examined and scored."""
    results = examined(planted(plant), plant["base"])
    errors = [f for r in results for f in r.findings if f.severity == plant.get("severity", "error")]
    score = {"detected": bool(errors), "error": any(r.verdict == "error" for r in results)}
    score |= scored(plant, errors[0]) if errors else {"gate": False, "line": False, "name": False}
    told = [f"{f.code}@{f.span.line if f.span else None}" for f in errors]
    why = [r.error.message[:110] for r in results if r.error]
    return plant | {"score": score, "told": told, "why": why}


def run_pair(pair: dict[str, Any]) -> dict[str, Any]:
    """Two faults at once: `name` where each is named by a finding, `line` where each has its line."""
    results = examined(planted(pair), pair["base"])
    told = [f for r in results for f in r.findings if f.severity != "info"]
    scores = [_best_of(edit, told) for edit in pair["edits"]]
    score = {k: all(s[k] for s in scores) for k in ("gate", "line", "name")}
    score["one named"] = any(s["name"] for s in scores)
    score |= {"detected": bool(told), "error": any(r.verdict == "error" for r in results)}
    why = [r.error.message[:110] for r in results if r.error]
    return pair | {
        "code": "+".join(pair["codes"]), "gate": "+".join(e["gate"] for e in pair["edits"]),
        "line": "+".join(str(e["line"]) for e in pair["edits"]), "new": pair["note"],
        "score": score, "told": [f"{f.code}@{f.span.line if f.span else None}" for f in told], "why": why,
    }  # fmt: skip


def _best_of(edit: dict[str, Any], told: list[Finding]) -> dict[str, bool]:
    """The score of the finding that says most of one of two faults."""
    none = {"gate": False, "line": False, "name": False}
    return max((scored(edit, f) for f in told), key=lambda s: (s["name"], sum(s.values())), default=none)


def scored(plant: dict[str, Any], finding: Finding) -> dict[str, bool]:
    """Gate, line and name of the first finding against the truth."""
    lines = {plant["line"], *plant["lines_ok"]}
    codes = {plant["code"], *plant["also"]}
    spanned = finding.span and set(range(finding.span.line, finding.span.end_line + 1))
    return {
        "gate": _gate_right(plant, finding),
        "line": bool(spanned and spanned & lines),
        "name": bool({finding.code, *finding.also} & codes) or _better_named(plant, finding),
    }


def _gate_right(plant: dict[str, Any], finding: Finding) -> bool:
    """A plant may hit several gates alike, joined by +, or all."""
    hit = (*plant["gate"].split("+"), FAMILY_GATES.get(plant["family"]))
    return finding.gate in hit or plant["gate"] == "all"


def _better_named(plant: dict[str, Any], finding: Finding) -> bool:
    """101 to 104 are for what has no name; the plants were written before some faults had theirs, and a
    proven one of the same gate says more."""
    return plant["code"] in UNNAMED and finding.code in NAMED_SINCE and _gate_right(plant, finding)


def main() -> None:
    """Run the cases asked for and print the rates."""
    parser = argparse.ArgumentParser()
    for name in ("family", "split", "base", "code"):
        parser.add_argument(f"--{name}")
    parser.add_argument("--pairs", action="store_true", help="two faults at once")
    parser.add_argument("--sample", type=int, help="so many cases drawn at random")
    parser.add_argument("--seed", type=int, default=0, help="of the draw")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--verbose", action="store_true")
    args = parser.parse_args()
    plants = [
        p for p in json.loads((CASES / "plants.json").read_text())["pairs" if args.pairs else "plants"]
        if all(getattr(args, k) in (None, p.get(k)) for k in ("family", "split", "base", "code"))
    ]  # fmt: skip
    if args.sample:
        plants = random.Random(args.seed).sample(plants, min(args.sample, len(plants)))
    done = []
    with ProcessPoolExecutor(args.jobs) as pool:
        for case in pool.map(run_pair if args.pairs else run_case, plants):
            done.append(case)
            if args.verbose and not all(case["score"][k] for k in ("detected", "gate", "line", "name")):
                print(missed(case), flush=True)
    table(done)


def missed(case: dict[str, Any]) -> str:
    """One line on a case that is not wholly right."""
    truth = f"{case['base']} {case['code']} {case['gate']} {case['line']}"
    return f"{truth} -> {case['told']} {case['why']} | {case['new'].strip()[:90]}"


def table(done: list[dict[str, Any]]) -> None:
    """Rates over all cases, and what was not examined beside them."""
    total = len(done)
    counts = Counter(k for case in done for k, v in case["score"].items() if v)
    for name in ("detected", "gate", "line", "name", "one named"):
        if any(name not in case["score"] for case in done):
            continue
        print(f"{name:9s} {counts[name]:4d} / {total}  {100 * counts[name] / max(total, 1):5.1f} %")
    print(f"not examined {counts['error']} of {total}")


if __name__ == "__main__":
    main()
