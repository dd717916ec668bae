"""The GRUs of PyTorch, Keras, Flax, Equinox and Haiku through the tool: each must be healthy, and its
convention the one its documentation states.

    python benchmarks/peers.py [NAME ...]

`pip install -e '.[peers]'` brings the frameworks; those that are not installed are told and passed over.
The files are benchmarks/peers/NAME.py. JAX and Keras compute every step one by one here, so their rows
take a minute or two each. Memorization is left out.
"""

from __future__ import annotations

import re
import sys
import time
from importlib.util import find_spec
from pathlib import Path

from gru_doctor.doctor import examine_all
from gru_doctor.records import CHECKS, Options, Result

HERE = Path(__file__).parent / "peers"
DOCUMENTED = {
    # file: (the framework it needs, the convention its documentation states)
    "torch_gru_cell": ("torch", "pytorch"),
    "torch_gru": ("torch", "pytorch"),
    "torch_gru_batch_first": ("torch", "pytorch"),
    "torch_gru_two_layers": ("torch", "pytorch"),
    "torch_gru_bidirectional": ("torch", "pytorch"),
    "torch_gru_two_layers_bidirectional": ("torch", "pytorch"),
    "keras_gru_cell_reset_after": ("keras", "keras"),
    "keras_gru_cell_reset_before": ("keras", "keras-reset-before"),
    "keras_gru_reset_after": ("keras", "keras"),
    "keras_gru_reset_before": ("keras", "keras-reset-before"),
    "flax_linen_gru_cell": ("flax", "flax"),
    "flax_nnx_gru_cell": ("flax", "flax-nnx"),
    "equinox_gru_cell": ("equinox", "equinox"),
    "haiku_gru": ("haiku", "haiku"),
}


def main(names: list[str]) -> int:
    """One row a file, then the sums; 1 where one that ran is not healthy or not named as documented."""
    chosen = {k: v for k, v in DOCUMENTED.items() if not names or k in names}
    present = {k: v for k, v in chosen.items() if find_spec(v[0]) is not None}
    for framework in sorted({v[0] for v in chosen.values()} - {v[0] for v in present.values()}):
        print(f"skipped: {framework} is not installed")
    healthy = right = 0
    for name, (_, convention) in present.items():
        start = time.perf_counter()
        result = examined(name)
        found = result.convention.closest if result.convention else None
        healthy += result.verdict == "healthy"
        right += found == convention
        told = result.verdict if result.error is None else f"not examined: {first_line(result)}"
        seconds = time.perf_counter() - start
        print(f"{name:36} {told:8} as {found} (documented: {convention})  {seconds:.0f} s", flush=True)
    n = len(present)
    print(f"installed {n}/{len(chosen)}; healthy {healthy}/{n}; convention right {right}/{n}")
    return int(healthy < n or right < n)


def examined(name: str) -> Result:
    """The one target of a file, in a worker of its own."""
    options = Options(checks=tuple(c for c in CHECKS if c != "memorization"), timeout=600.0, memory=16384)
    (result,) = examine_all([str(HERE / f"{name}.py")], options, lambda *_: None).results
    return result


def first_line(result: Result) -> str:
    """What stopped it, shortened."""
    assert result.error is not None
    return re.sub(r"\s+", " ", result.error.message)[:70]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
