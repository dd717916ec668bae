"""Which array of what a backward returned, or left on the object, is the gradient of what."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import numpy as np

from gru_doctor.loaders.arrays.slots import Slot, slots
from gru_doctor.loaders.calling.leaves import flatten
from gru_doctor.loaders.frameworks import Framework
from gru_doctor.records import Array

PREFIX = re.compile(r"^(grads?|gradients?|delta|d|g)_?(?=.)", re.I)
BOXES = {"self", "params", "parameters", "weights", "theta", "p", "grads", "grad", "gradients", "g"}
HOLDERS = {"value", "val", "data"}
LABEL = re.compile(r"_*(grads?|gradients?|d|g|delta)(?=[A-Z_a-z.\[]|$)")
Pool = list[tuple[str, Array]]
Wanted = tuple[tuple[int, ...] | None, str]


@dataclass(frozen=True)
class Asked:
    """What is looked for: x and h by (native shape, name in the forward), the parameters, the backward's
    own names for what it returns, and the buffers in which it gathers, with their parameters."""

    x: Wanted
    h: Wanted
    slots: list[Slot]
    names: tuple[str, ...]
    buffers: Mapping[str, str] = field(default_factory=dict)


@dataclass
class Returned:
    """The gradients found, in the user's layout."""

    x: Array | None = None
    h: Array | None = None
    weights: dict[str, Array] = field(default_factory=dict)
    misshapen: dict[str, Array] = field(default_factory=dict)


def sorted_out(result: Any, held: dict[str, Any], asked: Asked, framework: Framework) -> Returned:
    """Sort by name where names tell, by shape and order where they do not."""
    found = Returned()
    pool = list(labelled(result, asked.names, framework))
    kept = list(_held(held, asked, framework))
    for kind, wanted in (("x", asked.x), ("h", asked.h)):
        chosen = _of_shape(pool, wanted, kind) or _named(kept, wanted, kind)
        if chosen is not None:
            setattr(found, kind, np.asarray(chosen[1], dtype=np.float64))
            pool = [p for p in pool if p[1] is not chosen[1]]
    _by_name(found, pool + kept, asked.slots)
    _unrolled(found, pool + kept, asked.slots)
    _by_shape(found, pool or kept, asked.slots)
    _misshapen(found, pool + kept, asked.slots)
    return found


def labelled(result: Any, names: tuple[str, ...], framework: Framework) -> Iterator[tuple[str, Array]]:
    """The arrays of a returned value with the names the code itself has for them."""
    several = isinstance(result, list | tuple) and len(result) > 1 and len(names) == len(result)
    for path, array in flatten(result, framework):
        if several and path == ():
            continue
        yield _label(path, names, several), array


def _label(path: tuple[Any, ...], names: tuple[str, ...], several: bool) -> str:
    if not several:
        first, rest = (names[0] if len(names) == 1 else ""), path
    else:
        first, rest = names[path[0]], path[1:]
    spelled = re.fullmatch(r"\[(.*)\]", first)
    parts = spelled[1].split(", ") if spelled else []
    if rest and isinstance(rest[0], int) and rest[0] < len(parts):
        first, rest = parts[rest[0]], rest[1:]
    return first + "".join(f"[{p!r}]" for p in rest)


def _held(held: dict[str, Any], asked: Asked, framework: Framework) -> Iterator[tuple[str, Array]]:
    """Arrays on the object whose name, or whose box's name, is that of a gradient, or that the backward is
    known to fill; no parameter is one."""
    own = {id(s.holder) for s in asked.slots}
    for slot in (s for s in slots(held, framework) if id(s.holder) not in own):
        if slot.name in asked.buffers:
            yield asked.buffers[slot.name] or slot.name, slot.read()
            continue
        for name in slot.aliases:
            parts = re.split(r"\.(?=[A-Za-z_])", name)
            if any(LABEL.match(part) for part in parts):
                yield name, slot.read()


@cache
def keys(label: str) -> frozenset[tuple[str, ...]]:
    """`dW_z`, `grads['W_z']`, `self.dWz` and `W_z` all have the key (wz,); `update.grad_W` and
    `update.W` share (update, w); `gates.grad` and `gates.value` share (gates,)."""
    parts = [p for p in re.findall(r"[A-Za-z_]\w*|\d+", label)]
    plain = [p for p in parts if p.strip("_") not in BOXES or p == parts[-1]]
    bare = [PREFIX.sub("", p.lstrip("_")) for p in plain]
    made = {_lower(plain), _lower(bare), _lower([*plain[:-1], *bare[-1:]])}
    if parts and parts[-1].strip("_") in BOXES | HOLDERS:
        made.add(_lower(plain[:-1]))
    return frozenset(made - {()})


def _lower(parts: list[str]) -> tuple[str, ...]:
    return tuple(p.lower().replace("_", "") for p in parts)


def _of_shape(pool: Pool, wanted: Wanted, kind: str) -> tuple[str, Array] | None:
    """An array of that shape: by the forward's name for it, by the usual one, or an unnamed one."""
    shape, _ = wanted
    fitting = [p for p in pool if p[1].shape == shape]
    named = _named(fitting, wanted, kind)
    if named is not None:
        return named
    other = [p for p in fitting if not _bare(p[0]).startswith(("w", "u", "b"))]
    return other[0] if other else None


def _named(pool: Pool, wanted: Wanted, kind: str) -> tuple[str, Array] | None:
    shape, name = wanted
    fitting = [p for p in pool if p[1].shape == shape]
    own = name.lower().replace("_", "").lstrip("@")
    exact = [p for p in fitting if _bare(p[0]) == own]
    usual = [p for p in fitting if _bare(p[0]).startswith(kind) or (kind == "h" and "state" in p[0])]
    return next(iter(exact + usual), None)


@cache
def _bare(label: str) -> str:
    last = (re.findall(r"[A-Za-z_]\w*", label) or [""])[-1]
    return PREFIX.sub("", last.lstrip("_")).lower().replace("_", "")


def _by_name(found: Returned, pool: Pool, slots: list[Slot]) -> None:
    """Whole paths first; then last parts, where only one parameter has that."""
    named = {s.name: {k for n in (s.name, *s.aliases) for k in keys(n)} for s in slots}
    ends = [k[-1] for s in slots for k in {min(named[s.name], key=len)}]
    for slot in slots:
        size = slot.read().size
        own = named[slot.name]
        last = {k[-1] for k in own if ends.count(k[-1]) == 1}
        whole = [p for p in pool if keys(p[0]) & own and p[1].size == size]
        end = [p for p in pool if {k[-1] for k in keys(p[0])} & last and p[1].size == size]
        for _, array in (whole + end)[:1]:
            found.weights[slot.name] = np.array(array, np.float64).reshape(slot.read().shape)


def _unrolled(found: Returned, pool: Pool, slots: list[Slot]) -> None:
    """One row of numbers that holds the gradients of all parameters, in the order in which the code names
    them, else that of the parameters."""
    shapes = {s.name: s.read().shape for s in slots}
    sizes = {name: math.prod(shape) for name, shape in shapes.items()}
    rows = [(label, a) for label, a in pool if a.size == sum(sizes.values()) == max(a.shape)]
    if found.weights or len(slots) < 2 or not rows:
        return
    label, row = rows[0]
    told = [{k[-1] for k in keys(word)} for word in re.findall(r"[A-Za-z_]\w*", label)]
    order = sorted(sizes, key=lambda name: _place(told, name))
    parts = np.split(np.ravel(row), np.cumsum([sizes[name] for name in order])[:-1])
    for name, part in zip(order, parts, strict=True):
        found.weights[name] = np.array(part, dtype=np.float64).reshape(shapes[name])


def _place(told: list[set[str]], name: str) -> int:
    own = {k[-1] for k in keys(name)}
    return next((i for i, words in enumerate(told) if words & own), len(told))


def _misshapen(found: Returned, pool: Pool, slots: list[Slot]) -> None:
    """What is named as the gradient of a parameter that has none, whatever its size."""
    for slot in (s for s in slots if s.name not in found.weights):
        own = {k for n in (slot.name, *slot.aliases) for k in keys(n)}
        named = [a for label, a in pool if keys(label) & own and a.size]
        for array in named[:1]:
            found.misshapen[slot.name] = np.array(array, dtype=np.float64)


def _by_shape(found: Returned, pool: Pool, slots: list[Slot]) -> None:
    """Unnamed arrays in order, where there are enough of them."""
    missing = [s for s in slots if s.name not in found.weights]
    taken = [a for a in found.weights.values()]
    rest = [p for p in pool if not any(np.array_equal(p[1], a) for a in taken)]
    for slot in missing if len(rest) >= len(missing) else ():
        match = next((p for p in rest if p[1].shape == slot.read().shape), None)
        if match is not None:
            found.weights[slot.name] = np.array(match[1], dtype=np.float64)
            rest = [p for p in rest if p is not match]
