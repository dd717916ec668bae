"""Drivers of the NumPy files without a backward."""

from __future__ import annotations

from types import ModuleType

import numpy as np

from .case import B, Case, D, H, T, fill
from .numpy_cells import inputs
from .reference import Cell, thirds


def cell_v2(m: ModuleType, rng: np.random.Generator) -> Case:
    net = m.RecurrentUnit(H, D)
    arrays = fill(rng, {"W": net.W}) | inputs(rng, x=(T, B, D), h0=(B, H))
    w = thirds(net.W)
    cell = Cell(
        [k[1 : 1 + D] for k in w], [k[1 + D :] for k in w], [k[0] for k in w], keeps=False
    )
    return Case(
        arrays,
        lambda: net.run(arrays["x"], arrays["h0"]),
        lambda: cell.unroll(arrays["x"], arrays["h0"]),
        extra=lambda: net.run(arrays["x"]),
    )


def closures(m: ModuleType, rng: np.random.Generator) -> Case:
    advance, unroll = m.make_network(D, H)
    W, U, b = advance.params
    named = {f"{kind}{k}": p[k] for kind, p in zip("WUb", (W, U, b), strict=True) for k in range(3)}
    arrays = fill(rng, named) | inputs(rng, x=(T, B, D), h0=(B, H))
    cell = Cell(W, U, b)
    return Case(
        arrays,
        lambda: unroll(arrays["x"], arrays["h0"]),
        lambda: cell.unroll(arrays["x"], arrays["h0"]),
        extra=lambda: unroll(arrays["x"]),
    )
