"""Ways to build the user's object: an instance, a function with its weights, what a factory makes."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from itertools import chain
from types import ModuleType
from typing import Any

from gru_doctor.errors import CallTrouble, ConstructTrouble
from gru_doctor.loaders.arrays.memory import Memory
from gru_doctor.loaders.arrays.sizes import Sizes, inferred
from gru_doctor.loaders.boundary import guarded
from gru_doctor.loaders.building.choices import Bench, Lookup, Workshop, choices, numbers_alone, shown
from gru_doctor.loaders.building.cut import Cut
from gru_doctor.loaders.building.engines import engine_of
from gru_doctor.loaders.building.handing import handed_on
from gru_doctor.loaders.building.lookup import Table
from gru_doctor.loaders.building.makers import initialised
from gru_doctor.loaders.building.modes import calmed
from gru_doctor.loaders.building.storeys import start_of
from gru_doctor.loaders.building.symbols import instance, symbols
from gru_doctor.loaders.executing.running import MISSING
from gru_doctor.loaders.frameworks import Framework, framework_of
from gru_doctor.loaders.search import Search
from gru_doctor.loaders.text.arguments import Uses, uses_of
from gru_doctor.loaders.text.names import call_role
from gru_doctor.loaders.text.signature import Argument, arguments, definition


@dataclass
class Built:
    """A user's object ready to be called: an instance, or a function with its weights; of several
    that a factory returns, `order` is the place of this one. `fixed` says that
    the file itself sets the sizes: the constructor was given nothing. `start` is how many zeros a
    ready-made stack in it starts from, `first` what its own first weights are."""

    thing: Any
    framework: Framework
    sizes: Sizes
    module: ModuleType
    tree: ast.Module
    weights: dict[str, Any] = field(default_factory=dict)
    how: str = ""
    notes: tuple[str, ...] = ()
    order: int = 0
    fixed: bool = False
    table: Table | None = None
    cut: Cut | None = None
    first: str = ""
    memory: Memory = field(init=False)
    start: tuple[int, int] | None = field(init=False)

    def __post_init__(self) -> None:
        self.notes = (*self.framework.prepare(self.thing), *calmed(self.thing), *self.notes)
        self.memory = Memory(self.thing, self.framework.registry())
        self.start = start_of(self.thing)

    @property
    def is_function(self) -> bool:
        """Whether it is called itself, and not through a method."""
        return hasattr(self.thing, "__code__")


def builds(shop: Workshop, name: str, search: Search) -> Iterator[Built]:
    """The object of that name built in every way that does not raise, the likeliest first."""
    thing = _found(shop.module, name)
    if not isinstance(thing, type) and not inspect.isfunction(thing) and callable(thing):
        thing = inspect.unwrap(thing)
    framework = engine_of(shop.module) or framework_of(thing, shop.module)
    for bench in (Bench(shop, framework, sizes) for sizes in shop.sizes):
        if isinstance(thing, type):
            made = _instances(bench, thing, search)
        elif inspect.isroutine(thing):
            made = _functions(bench, thing, search)
        else:
            made = iter([_built(bench, thing, {}, "the object in the file")])
        for built in made:
            yield from inferred(built)


def _built(bench: Bench, thing: Any, weights: dict[str, Any], how: str) -> Built:
    return Built(thing, bench.framework, bench.sizes, bench.shop.module, bench.shop.tree, weights, how)


def _found(module: ModuleType, name: str) -> Any:
    thing: Any = module
    for part in name.split("."):
        if not hasattr(thing, part):
            raise ConstructTrouble(f"{name} is not there once the file has run", MISSING)
        thing = getattr(thing, part)
    return thing


def _instances(bench: Bench, cls: type, search: Search) -> Iterator[Built]:
    framework = bench.framework
    text = "\n".join(filter(None, (cls.__doc__, inspect.getdoc(vars(cls).get("__init__")))))
    lookup = Lookup(definition(bench.shop.tree, cls.__name__), text)
    for choice in _chosen(bench, arguments(cls), lookup):
        how = f"{cls.__name__}({', '.join(f'{k}={shown(v)}' for k, v in choice.items())})"
        if not search.spend():
            return
        framework.registry().clear()
        try:
            thing = guarded(instance, framework, cls, choice)
        except CallTrouble as trouble:
            search.failed(how, trouble)
            continue
        arrays = {k: v for k, v in choice.items() if framework.array(v) is not None}
        built = _built(bench, thing, arrays, how)
        built.fixed = not choice
        yield built


def _chosen(bench: Bench, given: tuple[Argument, ...], lookup: Lookup) -> Iterator[dict[str, Any]]:
    """Values for the arguments of a constructor, symbols for those that take one."""
    for known in symbols(bench.framework, given, lookup.node, bench.sizes):
        rest = tuple(a for a in given if a.name not in known)
        for choice in chain(choices(bench, rest, lookup), numbers_alone(bench, rest, lookup)):
            yield known | choice


def _functions(bench: Bench, function: Callable[..., Any], search: Search) -> Iterator[Built]:
    tree = bench.shop.tree
    node = definition(tree, function.__name__)
    lookup = Lookup(node, "\n".join([function.__doc__ or "", *_documentation(tree)]))
    if isinstance(node, ast.FunctionDef) and is_factory(node):
        yield from _made_by(bench, function, search)
        return
    required = [a for a in arguments(function) if a.required]
    for uses in _readings(tree, node, required):
        lookup = replace(lookup, uses=uses)
        given = [a for a in required if (_supplied(a) if uses is None else a.name in uses.supplied)]
        yield from _given(bench, function, given, lookup)


def _readings(tree: ast.Module, node: ast.AST | None, required: list[Argument]) -> Iterator[Uses | None]:
    """Where every name speaks, the names tell first what the arguments are (None), else their use."""
    uses = (uses_of(node) or handed_on(tree, node)) if isinstance(node, ast.FunctionDef) else None
    silent = any(call_role(a.name) == "unknown" for a in required)
    by_use = [uses] if uses is not None else []
    yield from (*by_use, None) if silent else (None, *by_use)


def _given(
    bench: Bench, function: Callable[..., Any], given: list[Argument], lookup: Lookup
) -> Iterator[Built]:
    """A function with weights for the arguments that are no data."""
    name = function.__name__
    for choice in initialised(bench, given, lookup):
        how = f"{name} with weights of the file's own making"
        yield _built(bench, function, choice, how)
    for choice in choices(bench, tuple(given), lookup):
        how = f"{name} with {', '.join(choice) or 'its own weights'}"
        yield _built(bench, function, choice, how)


def _documentation(tree: ast.Module) -> Iterator[str]:
    """Every docstring of the file: a step may be documented where it is called."""
    kinds = (ast.Module, ast.ClassDef, ast.FunctionDef)
    yield from (ast.get_docstring(n) or "" for n in ast.walk(tree) if isinstance(n, kinds))


def _supplied(argument: Argument) -> bool:
    """Arguments of a step that are not data: weights, options, sizes, generators."""
    role = call_role(argument.name)
    if role in ("weights", "array", "config", "generator", "prefix"):
        return True
    return role in ("unknown", "x", "h") and argument.annotation in (int, "int")


def is_factory(node: ast.FunctionDef) -> bool:
    """Whether a function returns functions that it defines; a step that takes its data hands back its own
    backward pass."""
    if {"x", "h"} <= {call_role(a.arg) for a in node.args.args}:
        return False
    inner = {n.name for n in node.body if isinstance(n, ast.FunctionDef)}
    returned = [n.value for n in node.body if isinstance(n, ast.Return) and n.value is not None]
    parts = [p for v in returned for p in (v.elts if isinstance(v, ast.Tuple) else _values(v))]
    return any(isinstance(p, ast.Name) and p.id in inner for p in parts)


def _values(node: ast.expr) -> list[ast.expr]:
    return list(node.values) if isinstance(node, ast.Dict) else [node]


def _made_by(bench: Bench, factory: Callable[..., Any], search: Search) -> Iterator[Built]:
    """What a factory returns; of several functions first the one that uses the others."""
    lookup = Lookup(definition(bench.shop.tree, factory.__name__), factory.__doc__ or "")
    for choice in choices(bench, arguments(factory), lookup):
        if not search.spend():
            return
        try:
            made = guarded(factory, **choice)
        except CallTrouble as trouble:
            search.failed(factory.__name__, trouble)
            continue
        parts = list(made.values()) if isinstance(made, dict) else made
        several = [p for p in parts if callable(p)] if isinstance(parts, list | tuple) else [made]
        for order, part in enumerate(sorted(several, key=lambda p: -_leans_on(p))):
            built = _built(bench, part, {}, f"what {factory.__name__} returns")
            yield replace(built, order=order)


def _leans_on(thing: Any) -> int:
    """How many functions a closure holds."""
    cells = getattr(thing, "__closure__", None) or ()
    return sum(inspect.isfunction(cell.cell_contents) for cell in cells)
