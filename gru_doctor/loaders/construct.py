"""Ways to build the user's object: arguments guessed from names, then by trying."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, is_dataclass
from itertools import product
from types import ModuleType
from typing import Any

import numpy as np

from gru_doctor.errors import CallTrouble
from gru_doctor.loaders.boundary import guarded
from gru_doctor.loaders.frameworks import Framework, framework_of, numeric
from gru_doctor.loaders.memory import Memory
from gru_doctor.loaders.names import call_role, constructor_role, size_role
from gru_doctor.loaders.shapes import schemes
from gru_doctor.loaders.signature import Argument, arguments, definition, keys_of, unpacked

OUTPUT = 5


@dataclass(frozen=True)
class Sizes:
    """The input and hidden sizes that a build was asked for."""

    d: int
    h: int


@dataclass
class Built:
    """A user's object ready to be called: an instance, or a function with its weights."""

    thing: Any
    framework: Framework
    sizes: Sizes
    weights: dict[str, Any] = field(default_factory=dict)
    how: str = ""
    memory: Memory = field(init=False)

    def __post_init__(self) -> None:
        self.memory = Memory(self.thing)


@dataclass(frozen=True)
class Workshop:
    """What building needs: the run module, its syntax tree and the wished sizes."""

    module: ModuleType
    tree: ast.Module
    sizes: tuple[Sizes, ...]
    generator: np.random.Generator

    def draw(self, shape: tuple[int, ...]) -> Any:
        """A random weight array of the usual scale."""
        return self.generator.normal(0.0, 0.5, shape)


def builds(shop: Workshop, name: str, failures: list[str]) -> Iterator[Built]:
    """The object of that name built in every way that does not raise, the likeliest first."""
    thing = _found(shop.module, name)
    if not isinstance(thing, type) and not inspect.isfunction(thing) and callable(thing):
        thing = inspect.unwrap(thing)
    framework = framework_of(thing, shop.module)
    for sizes in shop.sizes:
        if isinstance(thing, type):
            yield from _instances(shop, thing, framework, sizes, failures)
        elif inspect.isroutine(thing):
            yield from _functions(shop, thing, framework, sizes, failures)
        else:
            yield Built(thing, framework, sizes, how="the object as it stands in the file")


def _found(module: ModuleType, name: str) -> Any:
    thing: Any = module
    for part in name.split("."):
        thing = getattr(thing, part)
    return thing


def _instances(
    shop: Workshop, cls: type, framework: Framework, sizes: Sizes, failures: list[str]
) -> Iterator[Built]:
    given = arguments(cls)
    node = definition(shop.tree, cls.__name__)
    text = "\n".join(filter(None, (cls.__doc__, getattr(cls.__init__, "__doc__", ""))))
    for choice in choices(shop, given, framework, sizes, Lookup(node, text)):
        how = f"{cls.__name__}({', '.join(f'{k}={shown(v)}' for k, v in choice.items())})"
        try:
            instance = guarded(cls, **choice)
        except CallTrouble as trouble:
            failures.append(f"{how}: {trouble.message}")
            continue
        arrays = {k: v for k, v in choice.items() if framework.array(v) is not None}
        yield Built(instance, framework, sizes, arrays, how)


def _functions(
    shop: Workshop,
    function: Callable[..., Any],
    framework: Framework,
    sizes: Sizes,
    failures: list[str],
) -> Iterator[Built]:
    name = function.__name__
    node = definition(shop.tree, name)
    given = [a for a in arguments(function) if a.required and _supplied(a)]
    lookup = Lookup(node, function.__doc__ or "")
    for choice in initialised(shop, framework, sizes, lookup, given):
        yield Built(function, framework, sizes, choice, f"{name} with weights of the file's own making")
    for choice in choices(shop, tuple(given), framework, sizes, lookup):
        yield Built(function, framework, sizes, choice, f"{name} with {', '.join(choice)}")


def _supplied(argument: Argument) -> bool:
    """Arguments of a step that are not data: weights, options, sizes, generators."""
    role = call_role(argument.name)
    if role in ("weights", "array", "config", "generator", "prefix"):
        return True
    return role in ("unknown", "x", "h") and argument.annotation in (int, "int")


def initialised(
    shop: Workshop,
    framework: Framework,
    sizes: Sizes,
    lookup: Lookup,
    given: list[Argument],
) -> Iterator[dict[str, Any]]:
    """Weights from a function of the file that makes them (init_params, param_init_gru …)."""
    weighty = [a for a in given if call_role(a.name) == "weights"]
    rest = tuple(a for a in given if call_role(a.name) != "weights")
    if len(weighty) != 1:
        return
    for others in choices(shop, rest, framework, sizes, lookup):
        for made in _made(shop, framework, sizes):
            yield others | {weighty[0].name: natives(made, framework)}


def _made(shop: Workshop, framework: Framework, sizes: Sizes) -> Iterator[Any]:
    for name, maker in vars(shop.module).items():
        if not inspect.isfunction(maker) or not any(w in name.lower() for w in _MAKERS):
            continue
        given = tuple(a for a in arguments(maker) if a.required)
        inner = Lookup(definition(shop.tree, name), maker.__doc__ or "", container=True)
        for choice in choices(shop, given, framework, sizes, inner):
            try:
                yield guarded(maker, **choice)
            except CallTrouble:
                continue


_MAKERS = ("init", "make", "create", "build", "param", "weights", "new", "random")


def natives(value: Any, framework: Framework) -> Any:
    """Arrays inside containers as the framework's own."""
    if isinstance(value, np.ndarray) and value.dtype.kind == "f":
        return framework.native(value.astype(np.float64))
    if isinstance(value, dict):
        return type(value)((k, natives(v, framework)) for k, v in value.items())
    if isinstance(value, list | tuple) and not numeric(value):
        return type(value)(natives(v, framework) for v in value)
    return value


@dataclass(frozen=True)
class Lookup:
    """The code and the words that tell what a callable expects; `container` means that a weights
    argument is filled by the callee, not read."""

    node: ast.AST | None
    text: str
    container: bool = False


def choices(
    shop: Workshop,
    given: tuple[Argument, ...],
    framework: Framework,
    sizes: Sizes,
    lookup: Lookup,
) -> Iterator[dict[str, Any]]:
    """Values for each argument that must or should be given, the likeliest first."""
    roles = {a.name: _role(a) for a in given}
    if "hidden_size" not in roles.values() and "output_size" in roles.values():
        roles = {n: "hidden_size" if r == "output_size" else r for n, r in roles.items()}
    fixed = {
        a.name: _fixed(shop, a, roles[a.name], sizes, lookup)
        for a in given
        if _wanted(a, roles[a.name])
    }
    open_names = [n for n, r in roles.items() if n in fixed and r == "unknown"]
    arrays = [n for n, r in roles.items() if n in fixed and r in ("array", "weights")]
    for numbers in _numbers(open_names, sizes):
        for filled in _filled(shop, arrays, roles, framework, sizes, lookup):
            yield fixed | numbers | filled
    if open_names:
        for filled in _filled(shop, arrays + open_names, roles, framework, sizes, lookup):
            yield fixed | filled


def _role(argument: Argument) -> str:
    annotation = str(getattr(argument.annotation, "__name__", argument.annotation))
    if annotation == "int" or isinstance(argument.default, int):
        role: str = size_role(argument.name)
    else:
        role = constructor_role(argument.name)
    if is_dataclass(argument.annotation):
        return "config"
    if role in ("input_size", "hidden_size") and "rray" in annotation:
        return "array"
    return role


def _wanted(argument: Argument, role: str) -> bool:
    if argument.required:
        return True
    sized = role in ("input_size", "hidden_size") and argument.default is not None
    return sized and numeric(argument.default) or (role == "flag" and argument.default is True and "train" in argument.name)


def _fixed(shop: Workshop, argument: Argument, role: str, sizes: Sizes, lookup: Lookup) -> Any:
    simple: Mapping[str, Any] = {
        "input_size": sizes.d, "hidden_size": sizes.h, "output_size": OUTPUT, "batch": 2, "steps": 4,
        "layers": 1, "flag": False, "prefix": "gru", "number": 0.1,
        "generator": np.random.RandomState(0),
    }  # fmt: skip
    if role == "config":
        return configuration(shop, argument, sizes, lookup)
    if role == "weights" and lookup.container:
        return {}
    return simple.get(role)


def configuration(shop: Workshop, argument: Argument, sizes: Sizes, lookup: Lookup) -> Any:
    """A config object or dict with every key that the code looks up, sized by the key's name."""
    values = {a.name: a.default for a in ()}
    keys = keys_of(lookup.node, argument.name) + keys_of(shop.tree, argument.name)
    for owner in ("self",):
        keys += keys_of(lookup.node, f"{owner}.{argument.name}")
    for key in dict.fromkeys(keys):
        values[key] = _size_value(key, sizes)
    if is_dataclass(argument.annotation) and isinstance(argument.annotation, type):
        wanted = {a.name: a for a in arguments(argument.annotation)}
        chosen = {
            n: _size_value(n, sizes)
            for n, a in wanted.items()
            if a.required or size_role(n) in ("input_size", "hidden_size")
        }
        return guarded(argument.annotation, **chosen)
    return Config(values)


class Config(dict[str, Any]):
    """A dict whose keys are attributes too, as options travel in people's code."""

    __getattr__ = dict.__getitem__


def _size_value(key: str, sizes: Sizes) -> Any:
    role = size_role(key)
    known = {"input_size": sizes.d, "hidden_size": sizes.h, "output_size": OUTPUT, "batch": 2, "steps": 4, "layers": 1}
    if role in known:
        return known[role]
    if "dropout" in key or "train" in key:
        return False
    return 0.1 if any(w in key for w in ("std", "scale", "lr", "rate", "range")) else sizes.h


def _numbers(names: list[str], sizes: Sizes) -> Iterator[dict[str, int]]:
    if not names:
        yield {}
        return
    if len(names) > 4:
        return
    yield from (dict(zip(names, ns, strict=True)) for ns in product((sizes.d, sizes.h), repeat=len(names)))


def _filled(
    shop: Workshop,
    names: list[str],
    roles: Mapping[str, str],
    framework: Framework,
    sizes: Sizes,
    lookup: Lookup,
) -> Iterator[dict[str, Any]]:
    """Random arrays for array arguments, dicts and tuples of them for containers."""
    if not names:
        yield {}
        return
    inside = {n: contents(lookup.node, n) for n in names if roles[n] == "weights" and not lookup.container}
    flat = [n for n in names if n not in inside and not (roles[n] == "weights")]
    flat += [f"{n}/{k}" for n, keys in inside.items() for k in keys[1]]
    if not flat:
        if lookup.container or all(roles[n] != "weights" for n in names):
            yield {}
        return
    bare = {n.split("/")[-1]: n for n in flat}
    for shapes in schemes(list(bare), sizes.d, sizes.h, lookup.text):
        arrays = {n: framework.native(shop.draw(shapes[b])) for b, n in bare.items()}
        yield {n: v for n, v in arrays.items() if "/" not in n} | {
            n: _container(kind, {k: arrays[f"{n}/{k}"] for k in keys}) for n, (kind, keys) in inside.items()
        }


def contents(node: ast.AST | None, name: str) -> tuple[str, tuple[str, ...]]:
    """What a weights container must hold: ("dict" | "tuple", names)."""
    names = unpacked(node, name)
    return ("tuple", names) if names else ("dict", keys_of(node, name))


def _container(kind: str, arrays: dict[str, Any]) -> Any:
    return tuple(arrays.values()) if kind == "tuple" else Config(arrays)


def shown(value: Any) -> str:
    """An argument in a few characters."""
    shape = getattr(value, "shape", None)
    if shape is not None:
        return f"array{tuple(shape)}"
    text = repr(value)
    return text if len(text) <= 30 else type(value).__name__
