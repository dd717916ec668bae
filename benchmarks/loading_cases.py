"""The files that benchmarks/loading.py examines, and the fault planted in each."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
CASES, SHAPES = HERE / "cases", HERE / "shapes"


@dataclass(frozen=True)
class Case:
    """A healthy file. `path` is relative to `home`; what stands in the same subfolder of `home`
    belongs to it. `edits` plant one fault whose truth is `fault`."""

    name: str
    home: Path
    path: str
    shapes: tuple[str, ...]
    targets: tuple[str, ...]
    edits: tuple[tuple[str, str], ...] = ()
    fault: dict[str, Any] | None = None


def cases() -> list[Case]:
    """Every base, and every file of every hand."""
    return [*_bases(), *(case for truth in sorted(SHAPES.glob("*/truth.json")) for case in _hand(truth))]


def of_folder(folder: Path) -> list[Case]:
    """The files of a folder of which nothing is known but that they should be right."""
    files = sorted(f for f in folder.iterdir() if f.suffix in (".py", ".ipynb"))
    return [Case(f.name, folder, f.name, (), ()) for f in files]


def _bases() -> Iterator[Case]:
    plants = json.loads((CASES / "plants.json").read_text())["plants"]
    for base in json.loads((CASES / "bases.json").read_text()):
        name = base["name"]
        plant = next(
            p for p in plants if p["base"] == name and p["split"] == "dev" and not p.get("raises")
        )  # of the held ones nothing is looked at
        targets = () if "factory" in base["shapes"] else tuple(base["target"])
        edits = tuple((e["old"], e["new"]) for e in plant.get("edits", [plant]))
        yield Case(name, CASES / "healthy", f"{name}.py", tuple(base["shapes"]), targets, edits, plant)


def _hand(truth: Path) -> Iterator[Case]:
    for told in json.loads(truth.read_text()):
        path = told.get("path") or _found(truth.parent, told["name"])
        plant = told["plant"]
        edits = ((plant["old"], plant["new"]),)
        shapes, targets = tuple(told["shapes"]), tuple(told["targets"])
        yield Case(told["name"], truth.parent, path, shapes, targets, edits, plant)


def _found(folder: Path, name: str) -> str:
    """NAME itself, NAME.py or NAME.ipynb."""
    return next(n for n in (name, f"{name}.py", f"{name}.ipynb") if (folder / n).is_file())
