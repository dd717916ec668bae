"""Weights from a function of the file that makes them (init_params, param_init_gru …)."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import numpy as np

from gru_doctor.errors import CallTrouble
from gru_doctor.loaders.arrays.slots import slots
from gru_doctor.loaders.boundary import guarded
from gru_doctor.loaders.building.choices import Bench, Lookup, Workshop, choices
from gru_doctor.loaders.frameworks import Framework, numeric
from gru_doctor.loaders.text.giving import gives_container
from gru_doctor.loaders.text.holding import holds
from gru_doctor.loaders.text.names import WEIGHTS, call_role
from gru_doctor.loaders.text.signature import Argument, arguments, definition

MAKERS = ("init", "make", "create", "build", "param", "weights", "new", "random", "get_")


def initialised(bench: Bench, given: Sequence[Argument], lookup: Lookup) -> Iterator[dict[str, Any]]:
    """The weight arguments of a step filled by the file's own initialiser: one container, or one
    array an argument."""
    weighty = [a for a in given if _weighty(a.name, lookup)]
    rest = tuple(a for a in given if a not in weighty)
    if not weighty:
        return
    for others in choices(bench, rest, lookup):
        for made in _with_inner((*_made(bench), *_standing(bench))):
            held = _spread(natives(made, bench.framework), [a.name for a in weighty], lookup)
            if held is not None:
                yield others | held


def _weighty(name: str, lookup: Lookup) -> bool:
    if lookup.uses is not None:
        return name in lookup.uses.weights
    return call_role(name) in ("weights", "array")


def _with_inner(made: Iterable[Any]) -> Iterator[Any]:
    """What was made, and where it holds the weights of several cells alike those of the first."""
    for whole in made:
        yield whole
        parts = list(whole.values()) if isinstance(whole, dict) else whole
        if isinstance(parts, list | tuple) and parts and all(isinstance(p, dict) for p in parts):
            yield parts[0]


def _spread(made: Any, names: list[str], lookup: Lookup) -> dict[str, Any] | None:
    if len(names) == 1:
        named = call_role(names[0]) == "weights" or bool(lookup.uses and lookup.uses.containers)
        whole = named or holds(lookup.node, names[0])
        listed = whole and isinstance(made, list | tuple)
        single = listed or isinstance(made, dict)
        return {names[0]: made} if single or _is_object(made) else None
    if isinstance(made, dict) and set(names) <= set(made):
        return {n: made[n] for n in names}
    if isinstance(made, list | tuple) and len(made) == len(names):
        return dict(zip(names, made, strict=True))
    return None


def _is_object(made: Any) -> bool:
    return hasattr(made, "__dict__") and not callable(made)


def _made(bench: Bench) -> Iterator[Any]:
    for name, maker in _makers(bench.shop):
        given = tuple(a for a in arguments(maker) if a.required)
        inner = Lookup(definition(bench.shop.tree, name), maker.__doc__ or "", container=True)
        for choice in choices(bench, given, inner):
            try:
                made = guarded(maker, **choice)
            except CallTrouble:
                continue
            filled = [v for v in choice.values() if isinstance(v, dict) and v and v is not made]
            yield from [made] if made is not None else filled[:1]


def _makers(shop: Workshop) -> Sequence[tuple[str, Callable[..., Any]]]:
    """The functions whose names say that they make weights, those of a record's own class among them, then
    those that give a container and multiply nothing."""
    functions = [(n, f) for n, f in list(vars(shop.module).items()) if inspect.isfunction(f)]
    own = [(n, f) for n, f in functions if _says_so(n)]
    rest = [(n, f) for n, f in functions if (n, f) not in own]
    return [*own, *_of_classes(shop), *((n, f) for n, f in rest if gives_container(definition(shop.tree, n)))]


def _says_so(name: str) -> bool:
    return any(word in name.lower() for word in MAKERS)


def _of_classes(shop: Workshop) -> Iterator[tuple[str, Callable[..., Any]]]:
    """Class and static methods that make weights: `Weights.random(d, h)`."""
    for node in (n for n in shop.tree.body if isinstance(n, ast.ClassDef)):
        cls = vars(shop.module).get(node.name)
        held = vars(cls) if isinstance(cls, type) else {}
        alone = (n for n, m in held.items() if isinstance(m, classmethod | staticmethod))
        yield from ((f"{node.name}.{n}", getattr(cls, n)) for n in alone if _says_so(n))


def _standing(bench: Bench) -> Iterator[Any]:
    """Containers of weights that stand ready in the file: `params = {'Wz': …}`."""
    for name, value in list(vars(bench.shop.module).items()):
        held = isinstance(value, dict | list | tuple) and WEIGHTS.match(name)
        if held and len(slots({"": value}, bench.framework)) > 1:
            yield value


def natives(value: Any, framework: Framework) -> Any:
    """Arrays inside containers as the framework's own."""
    if isinstance(value, np.ndarray) and value.dtype.kind == "f":
        return framework.native(value.astype(np.float64))
    if isinstance(value, dict):
        return type(value)((k, natives(v, framework)) for k, v in value.items())
    if isinstance(value, list | tuple) and not numeric(value):
        parts = [natives(v, framework) for v in value]
        return type(value)(*parts) if hasattr(value, "_fields") else type(value)(parts)
    return value
