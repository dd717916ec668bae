"""The recorded run as a graph: which value was made from which, names followed to their bindings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from gru_doctor.records import Array, Moment, Site, Trace

PASSED_ON = frozenset({"Name", "Attribute"})


@dataclass(frozen=True)
class Flow:
    """A trace with its data flow; nodes are indices of moments."""

    trace: Trace

    def moment(self, i: int) -> Moment:
        """The moment of a node."""
        return self.trace.moments[i]

    def site(self, i: int) -> Site:
        """The place of a node."""
        return self.trace.sites[self.trace.moments[i].site]

    def value(self, i: int) -> Array | None:
        """The value of a node."""
        return self.trace.moments[i].value

    @cached_property
    def _by_value(self) -> dict[bytes, list[int]]:
        found: dict[bytes, list[int]] = defaultdict(list)
        for i, m in enumerate(self.trace.moments):
            if m.value is not None:
                found[_key(m.value)].append(i)
        return found

    @cached_property
    def _direct(self) -> list[list[int]]:
        """For each node the maximal nodes in its range: its direct operands."""
        operands: list[list[int]] = []
        for i, m in enumerate(self.trace.moments):
            found, j = [], i - 1
            while j >= m.begin:
                found.append(j)
                j = self.trace.moments[j].begin - 1
            operands.append(found[::-1])
        return operands

    def operands(self, i: int) -> list[int]:
        """What the value of node i was made from; a name or attribute leads to where it was bound."""
        direct = self._direct[i]
        if direct and self.site(i).kind not in PASSED_ON:
            return direct
        bound = self.binding(i)
        return (direct or self.stored(i)) if bound is None else [bound]

    def uses(self, i: int) -> int:
        """How many places of the file read the name that node i is bound to."""
        target, value = self.site(i).target, self.value(i)
        if target is None or value is None:
            return 0
        same = [j for j in self._by_value[_key(value)] if j > i and self.site(j).text == target]
        return len({self.site(j).number for j in same})

    def stored(self, i: int) -> list[int]:
        """What was written into a buffer before node i read it: `a[:, t] = e` stores e in a."""
        name = self.site(i).text
        return [j for j in range(i) if (target := self.site(j).target) is not None and _written(target, name)]

    def binding(self, i: int) -> int | None:
        """The latest earlier node, itself no name, that made the very same value."""
        value = self.value(i)
        if value is None:
            return None
        same = [j for j in self._by_value[_key(value)] if j < i and self.site(j).kind not in PASSED_ON]
        return same[-1] if same else self._unpacked(i)

    def _unpacked(self, i: int) -> int | None:
        """The latest earlier node bound, with others, to this name: `a, b = e` records e alone."""
        name, function = self.site(i).text, self.site(i).function
        for j in range(i - 1, -1, -1):
            site = self.site(j)
            bound = {part.strip(" ()") for part in (site.target or "").split(",")}
            if len(bound) > 1 and name in bound and site.function == function:
                return j
        return None

    def producing(self, value: Array) -> Iterator[int]:
        """Nodes that hold this value up to rounding and layout, the latest first."""
        wanted = np.sort(np.abs(np.asarray(value, dtype=float)).ravel())
        for i in range(len(self.trace.moments) - 1, -1, -1):
            held = self.value(i)
            if held is None or held.size != wanted.size or held.dtype.kind not in "fi":
                continue
            if np.allclose(np.sort(np.abs(held).ravel()), wanted, rtol=1e-9, atol=1e-300):
                yield i


def _key(value: Array) -> bytes:
    """The bytes alone: an axis of length one more or less makes no other value."""
    return value.tobytes()


def _written(target: str, name: str) -> bool:
    return target == name or target.startswith(f"{name}[")
