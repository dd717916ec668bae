"""How long a person waits: medians of paired runs, ours against the import it cannot do without.

    python benchmarks/startup.py [--runs 15]

The two commands of a pair run one after the other, so that whatever else the machine does touches
both alike. The ratio printed is the median of the ratios, with their quartiles.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median, quantiles
from typing import NamedTuple

HEALTHY = Path(__file__).parent.parent / "fixtures" / "healthy"
FIXTURE = HEALTHY / "numpy_cell.py"
NUMPY_LAYER = HEALTHY / "numpy_masked_layer.py"
TORCH_LAYER = HEALTHY / "torch_batch_first.py"
GRADCHECK = """
import torch

torch.manual_seed(0)
layer = torch.nn.GRU(16, 32, batch_first=True).double()
x, h = torch.randn(2, 4, 16).double(), torch.randn(1, 2, 32).double()
names = [n for n, _ in layer.named_parameters()]
weights = [p.detach().clone().requires_grad_() for p in layer.parameters()]


def run(x, h, *weights):
    return torch.func.functional_call(layer, dict(zip(names, weights)), (x, h))[0]


given = (x.requires_grad_(), h.requires_grad_())
assert torch.autograd.gradcheck(run, (*given, *(weights if WEIGHTS else [w.detach() for w in weights])))
"""
"""One slow gradcheck of a layer with D = 16 and H = 32, of its inputs and state, or of its weights too."""
DOCTOR = (sys.executable, "-m", "gru_doctor")


class Pair(NamedTuple):
    """A command of ours, what it is measured against, and the ratio aimed at."""

    name: str
    ours: Sequence[str]
    theirs: Sequence[str]
    aim: float


def importing(names: str) -> tuple[str, ...]:
    """The command that imports these modules and ends."""
    return (sys.executable, "-c", f"import {names}")


def gradcheck(weights: bool) -> tuple[str, ...]:
    """The command that imports torch and checks one gradient entry by entry."""
    return (sys.executable, "-c", GRADCHECK.replace("WEIGHTS", str(weights)))


PAIRS = (
    Pair("check a NumPy layer / import torch", (*DOCTOR, "check", str(NUMPY_LAYER)),
         importing("torch"), 1.0),
    Pair("check a torch layer / gradcheck x, h", (*DOCTOR, "check", str(TORCH_LAYER)),
         gradcheck(False), 1.5),
    Pair("check a torch layer / gradcheck all", (*DOCTOR, "check", str(TORCH_LAYER)),
         gradcheck(True), 1.5),
    Pair("check numpy_cell.py / import torch", (*DOCTOR, "check", str(FIXTURE)),
         importing("torch"), 1.0),
    Pair("--help / import typer, rich.table", (*DOCTOR, "--help"),
         importing("typer, rich.table"), 2.0),
)  # fmt: skip


def seconds(command: Sequence[str]) -> float:
    """The wall time of one run; a run that fails measures nothing, and stops the benchmark."""
    begin = time.perf_counter()
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - begin


def measure(pair: Pair, runs: int) -> str:
    """One line: the medians, the median ratio with its quartiles, and whether the aim is met."""
    seconds(pair.ours), seconds(pair.theirs)  # once unmeasured, to warm the disk cache
    times = [(seconds(pair.ours), seconds(pair.theirs)) for _ in range(runs)]
    ratios = [ours / theirs for ours, theirs in times]
    low, ratio, high = quantiles(ratios, n=4)
    ours, theirs = (median(column) for column in zip(*times, strict=True))
    met = "met" if ratio < pair.aim else "missed"
    return (
        f"{pair.name:<38} {ours:6.3f} s {theirs:6.3f} s   "
        f"ratio {ratio:.2f} ({low:.2f} to {high:.2f})   aim < {pair.aim:g}: {met}"
    )


def main() -> None:
    """Measure every pair."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=15, help="paired runs of each (at least 2)")
    runs = parser.parse_args().runs
    print(f"{runs} paired runs, {sys.version.split()[0]}; ours, theirs, ratio (quartiles)")
    for pair in PAIRS:
        print(measure(pair, runs), flush=True)


if __name__ == "__main__":
    main()
