"""The steps that a layer really took, found again in the recorded run by their numbers.

Each recorded value that equals one step of the reference, from any state that was there, on any of the
inputs, is a step taken. Beside the steps that should have been taken the first that differs is seen.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gru_doctor.closeness import RECOGNISED
from gru_doctor.diagnosis.locating.flow import Flow
from gru_doctor.equations.layer import Sequence
from gru_doctor.records import Array

LIMIT = 24
"""States followed at most; a layer of T = 4 has four, and a few more where a mask blends them."""


@dataclass(frozen=True)
class Taken:
    """One step: node `first` made its result, node `node` is the outermost that is still the same
    evaluation; it read input `read` and began at the state `start`."""

    first: int
    node: int
    read: int
    start: Array
    new: Array


class Values:
    """The recorded values of a trace, to be looked up by their numbers in any layout."""

    def __init__(self, flow: Flow) -> None:
        self.flow = flow
        self._by_size: dict[int, tuple[Array, Array]] = {}

    def nodes(self, value: Array) -> list[int]:
        """Nodes that hold these numbers up to rounding and layout, in order."""
        where, rows = self._sorted(value.size)
        if not len(where):
            return []
        wanted = np.sort(np.abs(value).ravel())
        with np.errstate(invalid="ignore"):
            apart = np.abs(rows - wanted).max(axis=1, initial=0.0)
        return [int(i) for i in where[apart <= RECOGNISED * max(1.0, float(wanted[-1]))]]

    def _sorted(self, size: int) -> tuple[Array, Array]:
        if size not in self._by_size:
            held = [(i, self.flow.value(i)) for i in range(len(self.flow.trace.moments))]
            kept = [(i, v) for i, v in held if v is not None and v.size == size and v.dtype.kind in "fiub"]
            rows = [np.sort(np.abs(v.astype(float)).ravel()) for _, v in kept]
            where = np.array([i for i, _ in kept], dtype=int)
            self._by_size[size] = where, np.array(rows).reshape(len(kept), size)
        return self._by_size[size]


def steps_taken(values: Values, s: Sequence, returned: Array | None = None) -> list[Taken]:
    """The steps found, in the order in which they were made; they may begin at any returned state."""
    pool = [s.h0] if not np.any(s.h0) else [s.h0, np.zeros_like(s.h0)]
    pool += [] if returned is None else [h for h in returned if h.shape == s.h0.shape]
    found: dict[int, Taken] = {}
    for start in pool:  # grows as it is read
        for t in range(len(s.xs)):
            new = s.step(t, start)
            nodes = values.nodes(new)
            for first in _evaluations(values.flow, nodes):
                found.setdefault(first, Taken(first, _outermost(values.flow, first, nodes), t, start, new))
            if nodes and len(pool) < LIMIT:
                pool += [c for c in _carried(s, t, new, start) if not _among(c, pool) and values.nodes(c)]
    return [found[first] for first in sorted(found)]


def _carried(s: Sequence, t: int, new: Array, old: Array) -> list[Array]:
    """What a layer may carry on from a step, right or wrong."""
    if s.mask is None:
        return [new]
    m = s.mask[t][:, None]
    return [new, m * new + (1 - m) * old, m * new, (1 - m) * new + m * old, (1 - m) * new]


def _among(value: Array, pool: list[Array]) -> bool:
    return any(np.allclose(value, p, rtol=0, atol=RECOGNISED) for p in pool)


def _evaluations(flow: Flow, nodes: list[int]) -> list[int]:
    """The nodes that compute the value: later ones that only hold it, or hand it on, are left out."""
    kept: list[int] = []
    for i in nodes:
        covered = any(flow.moment(i).begin <= k for k in kept[-1:])
        passed = flow.site(i).kind in ("Name", "Attribute", "Subscript")
        if not passed and not covered and not _handed(flow, i, nodes):
            kept.append(i)
    return kept


def _handed(flow: Flow, i: int, nodes: list[int]) -> bool:
    """A call or a reshape of the value itself."""
    return any(j in nodes for j in range(flow.moment(i).begin, i))


def _outermost(flow: Flow, first: int, nodes: list[int]) -> int:
    """The call in the layer that made the value, where it was made in a function of the file."""
    around = [i for i in nodes if i >= first and flow.moment(i).begin <= first]
    return max(around, default=first)


def near(a: Array, b: Array) -> bool:
    """Whether two arrays are one, as far as the record tells."""
    return a.shape == b.shape and bool(np.allclose(a, b, rtol=0, atol=RECOGNISED))
