"""Check the corpus against an independent reference: `python benchmarks/cases/verify.py [NAME...]`.

Every base must equal the reference, its backward must equal finite differences, and every plant
must parse, run and change the numbers that its family is about.
"""

from __future__ import annotations

import argparse
import importlib
import json
import linecache
import sys
import warnings
import zlib
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))
warnings.simplefilter("ignore")

from drivers.case import Case  # noqa: E402

GROUPS = {
    "numpy": ("numpy_cells", "numpy_forward", "numpy_layers"),
    "python": ("numpy_forward",),
    "torch": ("torch_files", "torch_layers"),
    "theano": ("theano_files",),
    "keras0": ("old_frameworks",),
    "tf1": ("old_frameworks",),
}
Driver = Callable[[ModuleType, np.random.Generator], Case]


def drivers(framework: str) -> dict[str, Driver]:
    """All drivers of one framework, by the name of the base."""
    found: dict[str, Driver] = {}
    for group in GROUPS[framework]:
        module = importlib.import_module(f"drivers.{group}")
        if hasattr(module, "install"):
            module.install()
        found |= vars(module)
    return found


def build(source: str, base: str, drive: Driver) -> Case:
    """Execute the source as a module and construct the case, from fixed seeds."""
    module = ModuleType(base)
    sys.modules[base] = module
    np.random.seed(0)
    if "torch" in sys.modules:
        sys.modules["torch"].manual_seed(0)
    file = f"{base}-{zlib.crc32(source.encode()):08x}.py"
    linecache.cache[file] = (len(source), None, source.splitlines(keepends=True), file)
    exec(compile(source, file, "exec", dont_inherit=True), module.__dict__)
    return drive(module, np.random.default_rng(7))


def cotangent(shape: tuple[int, ...]) -> Any:
    return np.random.default_rng(11).normal(size=shape)


def observe(case: Case) -> dict[str, list[Any]]:
    """Everything the file says: outputs twice, gradients twice, the second way of calling."""
    out = [np.array(case.run()), np.array(case.run())]
    extra = [np.array(case.extra())] if case.extra else []
    grads = []
    for _ in range(2 if case.grads else 0):
        assert case.grads is not None
        grads += [v for _, v in sorted(case.grads(cotangent(out[0].shape)).items())]
    return {"out": out, "extra": extra, "grads": [np.array(g, dtype=float) for g in grads]}


def moved(old: list[Any], new: list[Any]) -> bool:
    """Whether any number differs by more than rounding."""
    if len(old) != len(new) or any(a.shape != b.shape for a, b in zip(old, new, strict=True)):
        return True
    return any(not np.allclose(a, b, rtol=1e-6, atol=1e-9) for a, b in zip(old, new, strict=True))


def base_errors(case: Case) -> list[str]:
    """What is wrong with a healthy base; nothing, it is hoped."""
    out = np.array(case.run())
    errors = []
    if not np.allclose(out, case.expected(), atol=1e-12):
        errors.append(f"output off by {np.abs(out - case.expected()).max():.3g}")
    if case.grads is None:
        return errors
    ct = cotangent(out.shape)
    for name, grad in case.grads(ct).items():
        array = case.arrays[name]
        direction = np.random.default_rng(3).normal(size=array.shape)
        saved, ends = array.copy(), []
        for sign in (1, -1):
            array[...] = saved + sign * 1e-5 * direction
            ends.append(float((np.array(case.run()) * ct).sum()))
        array[...] = saved
        truth = (ends[0] - ends[1]) / 2e-5
        found = float((np.reshape(grad, array.shape) * direction).sum())
        if abs(truth - found) > 1e-6 * max(1.0, abs(truth)):
            errors.append(f"gradient of {name}: {found:.8g}, should be {truth:.8g}")
    return errors


def plant_error(plant: dict[str, Any], text: str, old: dict[str, list[Any]], drive: Driver) -> str:
    """Why a plant is no good; empty when it is."""
    for edit in plant.get("edits", [plant]):
        if text.count(edit["old"]) != 1:
            return f"old text occurs {text.count(edit['old'])} times"
        text = text.replace(edit["old"], edit["new"])
    try:
        new = observe(build(text, plant["base"], drive))
    except Exception as reason:
        return "" if plant.get("raises") else f"raises {type(reason).__name__}: {reason}"
    families = {plant["family"]} if "family" in plant else {e["family"] for e in plant["edits"]}
    forward = moved(old["out"], new["out"]) or moved(old["extra"], new["extra"])
    backward = moved(old["grads"], new["grads"])
    if not (forward or backward):
        return "changes no number"
    if "forward" in families and not forward:
        return "forward plant leaves the outputs as they were"
    if families == {"backward"} and moved(old["out"], new["out"]):
        return "backward plant changes the outputs"
    return ""


def harmless_error(edit: dict[str, Any], text: str, old: dict[str, list[Any]], drive: Driver) -> str:
    """Why a harmless edit is no good; empty when it is."""
    if text.count(edit["old"]) != 1:
        return f"old text occurs {text.count(edit['old'])} times"
    new = observe(build(text.replace(edit["old"], edit["new"]), edit["base"], drive))
    changed = any(moved(old[kind], new[kind]) for kind in old)
    return "changes the numbers" if changed and edit["same"] else ""


def check(base: dict[str, Any], corpus: dict[str, list[dict[str, Any]]]) -> list[str]:
    """Everything that is wrong with one base and the edits of it."""
    name = base["name"]
    text = (HERE / "healthy" / f"{name}.py").read_text()
    drive = drivers(base["framework"])[name]
    failures = [f"{name}: {error}" for error in base_errors(build(text, name, drive))]
    old = observe(build(text, name, drive))
    tests = {"plants": plant_error, "pairs": plant_error, "harmless": harmless_error}
    for part, test in tests.items():
        for edit in [e for e in corpus[part] if e["base"] == name]:
            if reason := test(edit, text, old, drive):
                failures.append(f"{name}, {part}: {reason} | {edit['note']}")
    return failures


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", help="bases; all when none is given")
    names = parser.parse_args().names
    bases = json.loads((HERE / "bases.json").read_text())
    corpus = json.loads((HERE / "plants.json").read_text())
    chosen = [base for base in bases if not names or base["name"] in names]
    failures: list[str] = []
    skipped = 0
    for base in chosen:
        try:
            failures += check(base, corpus)
        except ModuleNotFoundError as missing:
            skipped += 1
            print(f"{base['name']}: skipped, needs {missing.name}")
    print("\n".join(failures))
    counts = ", ".join(f"{len(edits)} {part}" for part, edits in corpus.items())
    print(f"{len(chosen)} bases, {skipped} skipped, {len(failures)} failures; corpus: {counts}")
    return 1 if failures else 0


if __name__ == "__main__":
    raise SystemExit(main())
