"""Values for the arguments of a constructor or an initialiser: by name, then by trying."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from types import ModuleType
from typing import Any

import numpy as np

from gru_doctor.loaders.arrays.shapes import OUTPUT, VOCABULARY, Shapes, candidates
from gru_doctor.loaders.arrays.sizes import Sizes, numbers_of
from gru_doctor.loaders.building import tables
from gru_doctor.loaders.building.options import configuration
from gru_doctor.loaders.frameworks import Framework, numeric
from gru_doctor.loaders.text.arguments import Uses
from gru_doctor.loaders.text.chance import chance
from gru_doctor.loaders.text.containers import Config, Contents, contents
from gru_doctor.loaders.text.extents import looked_up, sizes_by_use
from gru_doctor.loaders.text.holding import container_role
from gru_doctor.loaders.text.names import constructor_role, size_role
from gru_doctor.loaders.text.signature import Argument

OPEN = ("unknown", "batch", "steps", "output_size", "vocabulary")


@dataclass(frozen=True)
class Workshop:
    """What building needs: the run module, its syntax tree and the wished sizes."""

    module: ModuleType
    tree: ast.Module
    sizes: tuple[Sizes, ...]
    generator: np.random.Generator
    layers: int = 1
    cells: frozenset[str] = frozenset()  # the classes of the file that may be cells

    def draw(self, shape: tuple[int, ...]) -> Any:
        """A random weight array of the usual scale."""
        return self.generator.normal(0.0, 0.5, shape)


@dataclass(frozen=True)
class Lookup:
    """The code and the words that tell what a callable expects; `container` means that a weights
    argument is filled by the callee, not read; `uses` what a step does with its arguments, where names
    do not tell it."""

    node: ast.AST | None
    text: str
    container: bool = False
    uses: Uses | None = None

    @property
    def kinds(self) -> Mapping[str, str]:
        """The kinds of the arrays, by their use."""
        return self.uses.kinds if self.uses else {}

    def role(self, argument: Argument, given: tuple[Argument, ...]) -> str:
        """What an argument holds: by its use in the step, else by its name, else as what stands in shapes."""
        if argument.name in self.kinds:
            return "array"
        if argument.required and argument.name in looked_up(self.node):
            return "vocabulary"
        if argument.name in tables.handed(self.node):
            return "table"
        named = _role(argument)
        if not argument.required:
            return named
        size = sizes_by_use(self.node, tuple(a.name for a in given)).get(argument.name, "")
        if size in ("input_size", "hidden_size") and len(argument.name) == 1:
            return size  # a letter says less than a shape
        if named not in ("unknown", "array", "weights", "prefix"):
            return named
        held = container_role(self.node, argument.name) if named in ("unknown", "array") else ""
        return held or size or named


@dataclass(frozen=True)
class Bench:
    """A workshop at work on one object: its framework, and the one pair of sizes that is tried."""

    shop: Workshop
    framework: Framework
    sizes: Sizes


def choices(bench: Bench, given: tuple[Argument, ...], lookup: Lookup) -> Iterator[dict[str, Any]]:
    """Values for each argument that must or should be given, the likeliest first."""
    roles = _settled({a.name: lookup.role(a, given) for a in given}, given)
    fixed = {a.name: _fixed(bench, a, roles[a.name], lookup) for a in given if _wanted(a, roles[a.name])}
    missing = {"input_size", "hidden_size"} - set(roles.values())
    loose = OPEN if missing else ("unknown",)
    rows = looked_up(lookup.node)
    open_names = [a.name for a in given if a.required and roles[a.name] in loose and a.name not in rows]
    arrays = [n for n, r in roles.items() if n in fixed and r in ("array", "weights")]
    for numbers in _numbers(open_names, roles, bench.sizes):
        for filled in _filled(bench, arrays, roles, lookup):
            yield fixed | numbers | filled
    unknown = [n for n in open_names if roles[n] == "unknown"]
    if unknown:
        for filled in _filled(bench, arrays + unknown, roles, lookup):
            yield fixed | filled


def numbers_alone(bench: Bench, given: tuple[Argument, ...], lookup: Lookup) -> Iterator[dict[str, Any]]:
    """Sizes for what is named like arrays, where no arrays do: `beliefs`, `width_b`."""
    roles = _settled({a.name: lookup.role(a, given) for a in given}, given)
    if "array" not in {roles[a.name] for a in given if a.required}:
        return
    fixed = {a.name: _fixed(bench, a, roles[a.name], lookup) for a in given if _wanted(a, roles[a.name])}
    numbered = [a.name for a in given if a.required and roles[a.name] in (*OPEN, "array")]
    for numbers in _numbers(numbered, roles, bench.sizes):
        yield fixed | numbers


def _settled(roles: dict[str, str], given: tuple[Argument, ...]) -> dict[str, str]:
    """An output size is the hidden size, a vocabulary the input size, where no other is."""
    required = {a.name for a in given if a.required}
    held = set(roles.values())
    renamed: dict[str, str] = {}
    if "hidden_size" not in held:
        renamed["output_size"] = "hidden_size"
    if "input_size" not in held:
        renamed["vocabulary"] = "input_size"
    made = {n: renamed.get(r, r) for n, r in roles.items()}
    doubled = [n for n, r in made.items() if r == "hidden_size" and n in required]
    if len(doubled) == 2 and "input_size" not in made.values():
        made[doubled[0]] = "input_size"
    return made


def _role(argument: Argument) -> str:
    annotation = str(getattr(argument.annotation, "__name__", argument.annotation))
    if annotation == "int" or isinstance(argument.default, int):
        found = size_role(argument.name)
        role: str = found if found != "unknown" else constructor_role(argument.name)
        return "unknown" if role == "array" else role
    if _is_config(argument):
        return "config"
    role = constructor_role(argument.name)
    sized = role in ("input_size", "hidden_size", "batch")
    return "array" if sized and ("rray" in annotation or "Tensor" in annotation) else role


def _is_config(argument: Argument) -> bool:
    from dataclasses import is_dataclass

    return is_dataclass(argument.annotation)


def _wanted(argument: Argument, role: str) -> bool:
    if argument.required:
        return True
    if role == "layers":
        return isinstance(argument.default, int)
    if role in ("input_size", "hidden_size"):
        return numeric(argument.default)
    return role == "flag" and argument.default is True and "train" in argument.name


def _fixed(bench: Bench, argument: Argument, role: str, lookup: Lookup) -> Any:
    shop, sizes = bench.shop, bench.sizes
    if role == "generator":
        return chance(lookup.node, argument.name)
    if role == "table":
        return tables.made(VOCABULARY, sizes.d)
    if role == "config":
        return configuration(argument, sizes, (lookup.node, shop.tree), vars(shop.module), shop.layers)
    if role == "weights" and lookup.container:
        return {}
    return ({"flag": False, "prefix": "gru"} | numbers_of(sizes, shop.layers)).get(role)


def _numbers(names: list[str], roles: Mapping[str, str], sizes: Sizes) -> Iterator[dict[str, int]]:
    """Whole numbers for arguments whose names tell nothing: the missing size first; where none is missing,
    one that is neither, as what it counts may come back beside the states."""
    if len(names) > 4:
        return
    first = [sizes.d, sizes.h] if "input_size" not in roles.values() else [sizes.h, sizes.d]
    first = [OUTPUT, *first] if {"input_size", "hidden_size"} <= set(roles.values()) else first
    # Different sizes first: equal ones hide what is transposed or crossed.
    for numbers in sorted(product(first, repeat=len(names)), key=lambda n: -len(set(n))):
        yield dict(zip(names, numbers, strict=True))


def _filled(
    bench: Bench, names: list[str], roles: Mapping[str, str], lookup: Lookup
) -> Iterator[dict[str, Any]]:
    """Random arrays for array arguments, dicts and tuples of them for containers."""
    if not names or (lookup.container and all(roles[n] == "weights" for n in names)):
        yield {}
        return
    tree, sizes = bench.shop.tree, bench.sizes
    inside = {n: contents(tree, lookup.node, n) for n in names if roles[n] == "weights"}
    if lookup.container or any(not c.names for c in inside.values()):
        return
    text = lookup.text or ast.get_docstring(tree) or ""
    bare = _flat(names, inside)
    for shapes in candidates(list(bare), sizes.d, sizes.h, lookup.node, text, lookup.kinds):
        yield _drawn(bench, bare, inside, shapes)


def _flat(names: list[str], inside: Mapping[str, Contents]) -> dict[str, tuple[str, str]]:
    """Bare name -> (argument, key) of every array that is to be drawn."""
    bare = {n: (n, "") for n in names if n not in inside}
    return bare | {k: (n, k) for n, held in inside.items() for k in held.names}


def _drawn(
    bench: Bench, bare: Mapping[str, tuple[str, str]], inside: Mapping[str, Contents], shapes: Shapes
) -> dict[str, Any]:
    arrays = {n: bench.framework.native(bench.shop.draw(shapes[n])) for n in bare}
    made: dict[str, Any] = {n: arrays[n] for n, (_, key) in bare.items() if not key}
    for name, held in inside.items():
        own = {k: arrays[k] for k in held.names}
        made[name] = tuple(own.values()) if held.is_tuple else Config(own)
    return made


def shown(value: Any) -> str:
    """An argument in a few characters."""
    shape = getattr(value, "shape", None)
    if isinstance(shape, tuple):
        return f"array{tuple(shape)}"
    text = repr(value)
    return text if len(text) <= 80 else type(value).__name__
