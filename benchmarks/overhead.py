"""What the worker costs: `python benchmarks/overhead.py [--runs 15]`.

First the whole check against the same with --in-process, paired as in startup.py; then, within one
process, the time to load the first target against that of later ones, which are forked warm.
"""

from __future__ import annotations

import argparse
import sys
import time
from statistics import median

from startup import DOCTOR, FIXTURE, Pair, measure

AIM = 1.25
CHECK = (*DOCTOR, "check", str(FIXTURE))
PAIR = Pair("check numpy_cell.py / --in-process", CHECK, (*CHECK, "--in-process"), AIM)
TORCH = FIXTURE.with_name("torch_linears.py")


def loading(path: str, name: str) -> float:
    """Seconds until a target is loaded in a worker of its own."""
    from gru_doctor.records import Options, Target
    from gru_doctor.worker.client import opened

    begin = time.perf_counter()
    with opened(Target(path, name), Options()):
        return time.perf_counter() - begin


def main() -> None:
    """Measure both."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=15, help="paired runs (at least 2)")
    runs = parser.parse_args().runs
    print(measure(PAIR, runs), flush=True)
    sys.path.insert(0, str(FIXTURE.parent.parent.parent))
    from gru_doctor.loaders.discover import targets
    from gru_doctor.loaders.text.source import read
    from gru_doctor.worker.process import discard_spare

    for path in (str(FIXTURE), str(TORCH)):
        discard_spare()
        name = targets(read(path))[0].name
        cold, *warm = (loading(path, name) for _ in range(runs + 1))
        print(f"{path.rpartition('/')[2]:<36} first {cold:.3f} s, later {median(warm):.3f} s (median)")


if __name__ == "__main__":
    main()
