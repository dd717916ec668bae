"""What recording costs: ratios of the time of one GRU step to that of the same step as written.

Run with `python benchmarks/recorder.py`. Medians over paired rounds; "off" is the rewritten code
with the tape idle, "on" while every value is copied.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from typing import Any

import numpy as np

from gru_doctor.loaders.executing.imports import release, run_module
from gru_doctor.loaders.recording.tape import Tape

ARRAYS = """
import numpy as np

def sigmoid(a):
    return 1 / (1 + np.exp(-a))

def step(x, h, W, U, b):
    H = h.shape[1]
    xs, hs = x @ W + b, h @ U[:, : 2 * H]
    z = sigmoid(xs[:, :H] + hs[:, :H])
    r = sigmoid(xs[:, H : 2 * H] + hs[:, H:])
    n = np.tanh(xs[:, 2 * H :] + (r * h) @ U[:, 2 * H :])
    return z * h + (1 - z) * n
"""

LISTS = """
import math

def sigmoid(a):
    return 1 / (1 + math.exp(-a))

def affine(v, M, j):
    total = 0.0
    for i in range(len(v)):
        total += v[i] * M[i][j]
    return total

def step(x, h, W, U, b):
    H = len(h)
    z = [sigmoid(affine(x, W, j) + affine(h, U, j) + b[j]) for j in range(H)]
    r = [sigmoid(affine(x, W, H + j) + affine(h, U, H + j) + b[H + j]) for j in range(H)]
    s = [p * q for p, q in zip(r, h)]
    n = [math.tanh(affine(x, W, 2 * H + j) + affine(s, U, 2 * H + j) + b[2 * H + j])
         for j in range(H)]
    return [p * q + (1 - p) * c for p, q, c in zip(z, h, n)]
"""


def seconds(function: Callable[[], Any], repeats: int) -> float:
    """The time of `repeats` calls."""
    start = time.perf_counter()
    for _ in range(repeats):
        function()
    return time.perf_counter() - start


def ratios(source: str, arguments: tuple[Any, ...], repeats: int) -> tuple[float, float]:
    """How many times slower the step is, rewritten with the tape off, and recording."""
    tape = Tape()
    recorded = run_module(source, "step.py", tape, ".", "recorded_step")
    plain = run_module(source, "step.py", None, ".", "plain_step")
    off, on = [], []
    for _ in range(15):
        base = seconds(lambda: plain.step(*arguments), repeats)
        off.append(seconds(lambda: recorded.step(*arguments), repeats) / base)
        with tape.recording():
            on.append(seconds(lambda: recorded.step(*arguments), repeats) / base)
    return statistics.median(off), statistics.median(on)


def main() -> None:
    """Print one line a kind of step."""
    rng = np.random.default_rng(0)
    small = [rng.normal(size=s) for s in ((2, 3), (2, 7), (3, 21), (7, 21), (21,))]
    large = [rng.normal(size=s) for s in ((64, 128), (64, 256), (128, 768), (256, 768), (768,))]
    lists = [a.tolist() for a in (small[0][0], small[1][0], *small[2:])]
    cases = {
        "numpy, B 2 D 3 H 7": (ARRAYS, small, 300),
        "numpy, B 64 D 128 H 256": (ARRAYS, large, 4),
        "pure Python, D 3 H 7": (LISTS, lists, 20),
    }
    for name, (source, arguments, repeats) in cases.items():
        off, on = ratios(source, tuple(arguments), repeats)
        print(f"{name:26} off ×{off:.2f}   recording ×{on:.2f}")
    release()


if __name__ == "__main__":
    main()
