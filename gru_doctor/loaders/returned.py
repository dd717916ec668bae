"""Which array of what a backward returned, or left on the object, is the gradient of what."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from gru_doctor.loaders.frameworks import Framework
from gru_doctor.loaders.leaves import flatten
from gru_doctor.loaders.slots import Slot
from gru_doctor.records import Array

PREFIX = re.compile(r"^(self\.)?_*(grads?|delta|d|g)_?", re.I)


@dataclass
class Returned:
    """The gradients found; x and h hold at most one array."""

    x: list[Array] = field(default_factory=list)
    h: list[Array] = field(default_factory=list)
    weights: dict[str, Array] = field(default_factory=dict)


def gathered_gradients(
    result: Any,
    held: dict[str, Any],
    names: tuple[str, ...],
    slots: list[Slot],
    shapes: dict[str, tuple[int, ...] | None],
    framework: Framework,
) -> Returned:
    """Sort by name where names tell, by shape and order where they do not."""
    found = Returned()
    pool = labelled(result, names, framework)
    held_pool = [(label, a) for label, a in _held(held, framework) if _looks_like_gradient(label)]
    for kind, target in (("x", found.x), ("h", found.h)):
        chosen = _of_shape(pool, shapes[kind], kind)
        if chosen is None:
            chosen = _of_shape([(n, a) for n, a in held_pool if _bare(n) and _bare(n)[0] == kind], shapes[kind], kind)
        if chosen is not None:
            target.append(np.asarray(chosen[1], dtype=np.float64))
            pool = [p for p in pool if p[1] is not chosen[1]]
    _weights(found, pool, slots)
    _weights(found, held_pool, slots)
    return found


def labelled(result: Any, names: tuple[str, ...], framework: Framework) -> list[tuple[str, Array]]:
    """The arrays of a returned value with the names the code itself has for them."""
    pool = []
    for path, array in flatten(result, framework):
        whole_list = isinstance(result, list | tuple) and path == ()
        if whole_list and len(result) > 1 and len(names) == len(result):
            continue
        if not path:
            label = names[0] if len(names) == 1 else ""
        elif isinstance(path[-1], str):
            label = path[-1]
        else:
            first = names[path[0]] if isinstance(path[0], int) and path[0] < len(names) else ""
            label = first if len(path) == 1 else f"{first}[{path[-1]}]"
        pool.append((label, array))
    return pool


def _held(held: dict[str, Any], framework: Framework) -> list[tuple[str, Array]]:
    pool = []
    for name, value in held.items():
        for path, array in flatten(value, framework):
            label = name + "".join(f"[{p!r}]" if not isinstance(p, str) else f".{p}" for p in path)
            pool.append((label, array))
    return pool


def _looks_like_gradient(label: str) -> bool:
    return bool(re.match(r"_*(grad|d(?=[A-Z_a-z])|g_|delta)", label))


def _bare(label: str) -> str:
    return PREFIX.sub("", label).lower().replace("_", "")


def _key(label: str) -> str:
    """`dW_z`, `grads['W_z']`, `self.dWz` and `W_z` all become `wz`."""
    inner = re.search(r"\['?([^'\]]+)'?\]$|\.(\w+)$", label)
    last = (inner[1] or inner[2]) if inner else label
    return last if last.isdigit() else PREFIX.sub("", last).lower().replace("_", "")


def _of_shape(
    pool: list[tuple[str, Array]], shape: tuple[int, ...] | None, kind: str
) -> tuple[str, Array] | None:
    if shape is None:
        return None
    fitting = [p for p in pool if p[1].shape == shape]
    named = [p for p in fitting if _bare(p[0]).startswith(kind) or (kind == "h" and "state" in p[0])]
    return next(iter(named or [p for p in fitting if not p[0] or not _bare(p[0]).startswith(("w", "u", "b"))]), None)


def _weights(found: Returned, pool: list[tuple[str, Array]], slots: list[Slot]) -> None:
    rest = [p for p in pool]
    for slot in slots:
        if slot.name in found.weights:
            continue
        keys = {_own(slot.name)} | {_own(a) for a in slot.aliases}
        match = next((p for p in rest if _key(p[0]) in keys and p[1].size == slot.read().size), None)
        if match is not None:
            found.weights[slot.name] = np.array(match[1], dtype=np.float64).reshape(slot.read().shape)
            rest = [p for p in rest if p is not match]
    missing = [s for s in slots if s.name not in found.weights]
    for slot in missing:
        match = next((p for p in rest if p[1].shape == slot.read().shape), None)
        if match is not None and len(rest) >= len(missing):
            found.weights[slot.name] = np.array(match[1], dtype=np.float64)
            rest = [p for p in rest if p is not match]


def _own(name: str) -> str:
    inner = re.search(r"\['?([^'\]]+)'?\]$|\.(\w+)$", name)
    last = (inner[1] or inner[2]) if inner else name
    return last.lower().replace("_", "") if not last.isdigit() else last
