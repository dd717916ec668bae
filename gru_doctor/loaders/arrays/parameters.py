"""Which of the arrays an object holds are its parameters: what the forward pass reads and no call
replaces."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from dataclasses import is_dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from gru_doctor.loaders.arrays.rows import by_unit
from gru_doctor.loaders.arrays.slots import Slot, is_float_array, is_module, slots
from gru_doctor.loaders.text.bindings import unread
from gru_doctor.loaders.text.containers import BACKWARD

if TYPE_CHECKING:
    from gru_doctor.loaders.building.construct import Built


def gathered(built: Built) -> list[Slot]:
    """The arrays of an object or function, gradient buffers by name left out."""
    if built.is_function:
        return slots(_function_roots(built), built.framework)
    declared = built.framework.declared(built.thing)
    if declared:
        return slots(declared, built.framework)
    if not hasattr(built.thing, "__dict__"):
        return []
    found = slots(vars(built.thing), built.framework)
    mine = {id(s.holder) for s in found}
    beside = {n: v for n, v in built.framework.registry().items() if id(v) not in mine}
    found += slots(beside, built.framework)
    _named_by_argument(found, built)
    kept = [s for s in found if not is_buffer(s, found)]
    return by_unit(kept, built.sizes.h) or _of_globals(built)


def _of_globals(built: Built) -> list[Slot]:
    """An object without arrays may use those of its module."""
    methods = [m for _, m in inspect.getmembers(type(built.thing), inspect.isfunction)]
    roots: dict[str, Any] = {}
    for method in methods:
        roots |= _held_by(method, built, set())
    return slots(roots, built.framework)


def _function_roots(built: Built) -> dict[str, Any]:
    """The arguments we made; else what the function closes over, and the globals it reads."""
    given = built.weights
    if len(given) == 1 and isinstance(next(iter(given.values())), dict):
        inner: dict[str, Any] = next(iter(given.values()))
        return inner
    arrays = {n: v for n, v in given.items() if _holds(v, built)}
    return arrays or _forgotten(built) | _held_by(built.thing, built, set()) | _of_backward(built)


def _forgotten(built: Built) -> dict[str, Any]:
    """Arrays among the globals that nothing in the file reads: a term that was left out may be theirs."""
    if built.thing.__closure__:
        return {}
    free = unread(built.tree.body)
    mine = {n: v for n, v in vars(built.module).items() if is_float_array(v, built.framework)}
    found = slots(mine, built.framework)
    return {s.name: mine[s.name] for s in found if s.name in free and not is_buffer(s, found)}


def _of_backward(built: Built) -> dict[str, Any]:
    """Globals that only the backward pass reads: parameters that the forward pass leaves out."""
    if built.thing.__closure__:
        return {}
    functions = [
        f
        for n, f in vars(built.module).items()
        if inspect.isfunction(f) and BACKWARD.search(n) and f is not built.thing
    ]
    roots: dict[str, Any] = {}
    for function in functions:
        roots |= _held_by(function, built, set())
    return roots


def _holds(value: Any, built: Built) -> bool:
    return bool(slots({"": value}, built.framework))


def _held_by(function: Any, built: Built, seen: set[Any]) -> dict[str, Any]:
    code = getattr(function, "__code__", None)
    if code is None or function in seen:
        return {}
    seen.add(function)
    roots: dict[str, Any] = {}
    for name, value in _reached(function):
        if inspect.isfunction(value):
            roots |= _held_by(value, built, seen)
        elif _is_store(value, built):
            roots[name] = value
    return roots


def _is_store(value: Any, built: Built) -> bool:
    """An array, a container or record of arrays, or a framework's own module made beside the function
    that calls it."""
    plain = isinstance(value, list | tuple | dict) or is_float_array(value, built.framework)
    if plain or is_module(value) or bool(built.framework.declared(value)):
        return True
    record = is_dataclass(value) and not isinstance(value, type)
    return record and bool(slots({"": value}, built.framework))


def _reached(function: Any) -> Iterator[tuple[str, Any]]:
    """Names that a function reads beyond its own: free variables and the module's."""
    for name, cell in zip(function.__code__.co_freevars, function.__closure__ or (), strict=False):
        try:
            yield name, cell.cell_contents
        except ValueError:  # not bound yet
            continue
    own = function.__globals__
    if str(own.get("__name__", "")).startswith("__gru_user__"):
        yield from ((n, own[n]) for n in _names(function.__code__) if n in own)


def _names(code: Any) -> Iterator[str]:
    yield from code.co_names
    for inner in code.co_consts:
        if inspect.iscode(inner):
            yield from _names(inner)


def _named_by_argument(found: list[Slot], built: Built) -> None:
    """`params[0]` is called by the constructor argument it came from."""
    for slot in found:
        for name, value in built.weights.items():
            if value is slot.holder and ("[" in slot.name or "." in slot.name):
                slot.name = name


def is_buffer(slot: Slot, found: list[Slot]) -> bool:
    """A gradient, moment or cache by its name: `dW` beside `W`, `grads[0]`, `cell.grad_U`."""
    if re.search(r"grad|cache", slot.name, re.I):
        return True
    names = {_bare(s.name) for s in found} - {_bare(slot.name)}
    low = slot.name.lower()
    starts = [0, *(m.end() for m in re.finditer(r"\.|\['?", low))]
    return any(
        low.startswith(mark, start) and _bare(low[:start] + low[start + len(mark) :]) in names
        for start in starts
        for mark in ("d", "g", "m", "v", "d_", "g_", "m_", "v_", "mem", "delta", "vel")
    )


def _bare(name: str) -> str:
    return name.lower().replace("_", "")


def random_weights(found: list[Slot], generator: np.random.Generator) -> None:
    """Fill every slot with generic numbers of unsaturated scale."""
    for slot in found:
        slot.write(generator.uniform(-0.7, 0.7, slot.read().shape))
