"""The recorded run as a graph: which value was made from which, names followed to their bindings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from gru_doctor.closeness import RECOGNISED
from gru_doctor.records import Array, Moment, Site, Trace

PASSED_ON = frozenset({"Name", "Attribute"})
READ_OUT = PASSED_ON | {"Subscript"}
MOST_NESTED = 4


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
            put = self._same(i, targeted=True) if self.site(i).kind == "Subscript" else []
            return put[-1:] or direct
        bound = self.binding(i)
        return (direct or self.stored(i)) if bound is None else [bound]

    def sources(self, i: int) -> list[int]:
        """The operands of node i, with tuples, lists and dicts opened; what is read out of one of them
        comes from the node with the very same value, where there is one."""
        opened = self._opened(self.operands(i), MOST_NESTED)
        value = self.value(i)
        if value is None or self.site(i).kind not in READ_OUT:
            return opened
        same = [j for j in opened if (v := self.value(j)) is not None and _key(v) == _key(value)]
        return same[-1:] or opened

    def _opened(self, nodes: list[int], depth: int) -> list[int]:
        found: dict[int, None] = {}
        for j in nodes:
            inner = self.operands(j) if depth and self.value(j) is None else []
            if self.site(j).kind == "Call":
                inner = [k for k in inner if not self.inside(k, j)][-1:] or inner  # what it returned
            found |= dict.fromkeys(self._opened(inner, depth - 1) if inner else [j])
        return list(found)

    def inside(self, inner: int, outer: int) -> bool:
        """Whether one expression stands within another in the file."""
        a, b = self.site(inner).span, self.site(outer).span
        starts = (b.line, b.column) <= (a.line, a.column)
        return a.file == b.file and starts and (a.end_line, a.end_column) <= (b.end_line, b.end_column)

    def readers(self, i: int) -> list[int]:
        """Other places that read what node i reads, a name or attribute, while it has this value."""
        value, read = self.value(i), self.site(i)
        if value is None:
            return []
        same = [j for j in self._by_value[_key(value)] if self.moment(j).site != self.moment(i).site]
        sites = ((j, self.site(j)) for j in same)
        return [j for j, s in sites if s.text == read.text and s.function == read.function]

    def around(self, i: int) -> int | None:
        """The expression, with a value of its own, that node i is an operand of."""
        for j in range(i + 1, len(self.trace.moments)):
            if self.trace.moments[j].begin <= i and self.value(j) is not None:
                return j
        return None

    def stored(self, i: int) -> list[int]:
        """What was put into a buffer before node i read it: `a[:, t] = e` stores e, `a.append(e)` too."""
        name = self.site(i).text
        found = []
        for j in range(i):
            site = self.site(j)
            if site.target is not None and _written(site.target, name):
                found.append(j)
            elif site.call in (f"{name}.append", f"{name}.extend", f"{name}.insert"):
                found += [k for k in self.operands(j) if self.inside(k, j) and self.site(k).text != name]
        return found

    def binding(self, i: int) -> int | None:
        """The latest earlier node, itself no name, that made the very same value: the one bound to this
        name, where several did."""
        if self.value(i) is None:
            return None
        same = self._same(i, targeted=True) or self._same(i, targeted=False)
        return same[-1] if same else self.unpacking(i)

    def _same(self, i: int, targeted: bool) -> list[int]:
        """Earlier nodes, no names, with the value of node i; `targeted`: bound to what i reads."""
        value, read = self.value(i), self.site(i)
        if value is None:
            return []
        earlier = [j for j in self._by_value[_key(value)] if j < i]
        if targeted:
            return [j for j in earlier if self._binds(j, read)]
        return [j for j in earlier if self.site(j).kind not in PASSED_ON]

    def _binds(self, j: int, read: Site) -> bool:
        site = self.site(j)
        return site.target == read.text and (site.function == read.function or "." in read.text)

    def unpacking(self, i: int) -> int | None:
        """The latest earlier node bound, with others, to this name: `a, b = e` records e alone."""
        name, function = self.site(i).text, self.site(i).function
        for j in range(i - 1, -1, -1):
            site = self.site(j)
            bound = {part.strip(" ()") for part in (site.target or "").split(",")}
            if len(bound) > 1 and name in bound and site.function == function:
                return j
        return None

    def holding(self, value: Array) -> list[int]:
        """The nodes with these very numbers, whatever their layout."""
        return list(self._by_value[_key(value)])

    def producing(self, value: Array) -> Iterator[int]:
        """Nodes that hold this value up to rounding and layout, the latest first."""
        wanted = np.sort(np.abs(np.asarray(value, dtype=float)).ravel())
        for i in range(len(self.trace.moments) - 1, -1, -1):
            held = self.value(i)
            if held is None or held.size != wanted.size or held.dtype.kind not in "fi":
                continue
            if np.allclose(np.sort(np.abs(held).ravel()), wanted, rtol=RECOGNISED, atol=1e-300):
                yield i


def _key(value: Array) -> bytes:
    """The bytes alone: an axis of length one more or less makes no other value."""
    return value.tobytes()


def _written(target: str, name: str) -> bool:
    return target == name or target.startswith(f"{name}[")
