"""Packages that the machine lacks and the file imports at its top: where only decorators and annotations
come from one, the file runs without it; a few are stood in for; of any other the import fails, as it would.

An import inside `try` is left to the file's own `except`.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator, Sequence
from importlib import util
from inspect import isclass, isfunction
from pathlib import Path
from types import ModuleType
from typing import Any

from gru_doctor.loaders.standins.facade import facades
from gru_doctor.loaders.substitutes import MODULES, surface_of

Import = ast.Import | ast.ImportFrom


class Nothing:
    """A decorator that hands back what it decorates, bare or with options, and an annotation."""

    def __call__(self, *args: Any, **named: Any) -> Any:
        alone = len(args) == 1 and not named and (isfunction(args[0]) or isclass(args[0]))
        return args[0] if alone else self

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return self

    def __getitem__(self, _: Any) -> Nothing:
        return self

    def __or__(self, _: Any) -> Nothing:
        return self

    __ror__ = __or__


class Shadow(ModuleType):
    """A module that is not there: every name in it is Nothing."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return Nothing()


def shadowed(tree: ast.Module, folders: Sequence[str | Path]) -> tuple[list[str], list[str]]:
    """Register what takes the place of the packages that the tree imports at its top and neither the
    machine has nor one of the `folders`. Returns the modules registered, and notes."""
    imports = [n for n in tree.body if isinstance(n, Import)]
    absent = {p.split(".")[0]: None for n in imports for p in _modules(n) if not _there(p, folders)}
    registered: dict[str, ModuleType] = {}
    notes = []
    for name in absent:
        if name in MODULES:
            registered |= facades(name, surface_of(name))
            notes.append(f"{name} is not installed: the names of it that matter here are stood in for")
        elif not _needed(tree, [n for n in imports if any(p.split(".")[0] == name for p in _modules(n))]):
            registered |= _shadows(p for n in imports for p in _modules(n) if p.split(".")[0] == name)
            notes.append(f"{name} is not installed: what it decorates was run as it is written")
    sys.modules.update(registered)
    return list(registered), notes


def _modules(node: Import) -> list[str]:
    """The modules that a statement imports by their full names."""
    if isinstance(node, ast.Import):
        return [a.name for a in node.names]
    return [node.module] if node.module and not node.level else []


def _there(path: str, folders: Sequence[str | Path]) -> bool:
    name = path.split(".")[0]
    beside = (Path(folder) / name for folder in folders)
    if name in sys.modules or any(p.is_dir() or p.with_suffix(".py").exists() for p in beside):
        return True
    return util.find_spec(name) is not None


def _needed(tree: ast.Module, imports: Sequence[Import]) -> bool:
    """Whether a name from these stands anywhere but in decorators and annotations."""
    names = {(a.asname or a.name).split(".")[0] for n in imports for a in n.names}
    spared = {id(inner) for node in ast.walk(tree) for part in _idle(node) for inner in ast.walk(part)}
    return any(isinstance(n, ast.Name) and n.id in names and id(n) not in spared for n in ast.walk(tree))


def _idle(node: ast.AST) -> Iterator[ast.AST]:
    """The decorators and annotations of a definition or a statement."""
    yield from getattr(node, "decorator_list", ())
    yield from (part for part in (getattr(node, "annotation", None), getattr(node, "returns", None)) if part)


def _shadows(paths: Iterator[str]) -> dict[str, ModuleType]:
    made: dict[str, ModuleType] = {}
    for path in paths:
        parts = path.split(".")
        made |= {name: Shadow(name) for name in (".".join(parts[: n + 1]) for n in range(len(parts)))}
    for module in made.values():
        module.__path__ = []
    return made
