"""Labels of whole arrays from the labels of a cross in each: one line along every axis.

In a weight array the unit, the source and the gate each depend on one axis. So the labels along one
line an axis tell all the others; where they do not separate, every entry is asked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

import numpy as np

from gru_doctor.records import Parameter

if TYPE_CHECKING:
    from gru_doctor.checks.identifying.knockout import Entry, Label, Labels

Index = tuple[int, ...]


def spread(parameters: tuple[Parameter, ...], ask: Callable[[list[Entry]], Labels]) -> Labels:
    """Labels for every entry that answers; `ask` labels the entries it is given."""
    first = ask([e for p in parameters for e in _line(p, (0,) * len(p.shape), len(p.shape) - 1)])
    anchors = {p.name: _anchor(p, first) for p in parameters}
    lost = [p for p in parameters if anchors[p.name] is None]
    more = [
        e for p in parameters if (a := anchors[p.name]) for axis in range(len(p.shape) - 1)
        for e in _line(p, a, axis) if e not in first
    ]  # fmt: skip
    known = first | ask(more + [e for p in lost for e in _diagonal(p)])
    labels, dense = known.copy(), []
    for p in parameters:
        anchor = anchors[p.name]
        filled = None if anchor is None else _filled(p, anchor, known)
        if filled is not None:
            labels |= filled
        elif anchor is not None or any(name == p.name for name, _ in known):
            dense.append(p)
    rest = [(p.name, i) for p in dense for i in range(_size(p)) if (p.name, i) not in labels]
    return labels | (ask(rest) if rest else {})


def _size(p: Parameter) -> int:
    return int(np.prod(p.shape))


def _flat(p: Parameter, index: Index) -> int:
    return int(np.ravel_multi_index(index, p.shape))


def _line(p: Parameter, through: Index, axis: int) -> list[Entry]:
    return [(p.name, _flat(p, (*through[:axis], i, *through[axis + 1 :]))) for i in range(p.shape[axis])]


def _diagonal(p: Parameter) -> Iterable[Entry]:
    """Entries off the first line, for arrays whose first line is silent."""
    width = p.shape[-1]
    return [(p.name, i * width + i % width) for i in range(_size(p) // width)]


def _anchor(p: Parameter, known: Labels) -> Index | None:
    """The first entry of the first line that answered."""
    for i in range(p.shape[-1]):
        if (p.name, i) in known:
            return (*(0,) * (len(p.shape) - 1), i)
    return None


def _filled(p: Parameter, anchor: Index, known: Labels) -> Labels | None:
    """Every label of an array from its cross, or None where the axes do not separate."""
    lines = [_line(p, anchor, axis) for axis in range(len(p.shape))]
    varying = {a: [x for x, line in enumerate(lines) if _varies(line, known, a)] for a in _PARTS}
    if any(len(axes) > 1 for axes in varying.values()) or _same_axis(varying):
        return None
    made: Labels = {}
    for index in np.ndindex(p.shape):
        marks = [known.get(line[i]) for line, i in zip(lines, index, strict=True)]
        if all(m is not None for m in marks):
            made[p.name, _flat(p, index)] = _combined(marks, varying, known[p.name, _flat(p, anchor)])
    return made


_PARTS = ("gate", "kind", "source", "unit", "sign")


def _varies(line: list[Entry], known: Labels, part: str) -> bool:
    return len({getattr(known[e], part) for e in line if e in known}) > 1


def _same_axis(varying: dict[str, list[int]]) -> bool:
    """Source and unit on one axis, and the axis is not the only one."""
    return bool(varying["source"]) and varying["source"] == varying["unit"]


def _combined(marks: list[Any], varying: dict[str, list[int]], anchor: Label) -> Label:
    parts = {a: getattr(marks[x[0]] if x else anchor, a) for a, x in varying.items()}
    return type(anchor)(**parts)
