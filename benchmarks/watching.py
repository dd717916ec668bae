"""A base or a mutant run under its driver, every value of every expression in reach.

From these it is known which lines ran, and which quantity of the cell a mutant changes first: the first
expression of the healthy base whose values over all steps are z is where z is made, likewise r, n and h'.
"""

from __future__ import annotations

import ast
import copy
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import CodeType, FrameType, ModuleType
from typing import Any

import numpy as np
from cases.verify import Case  # puts the drivers where they are found
from drivers import reference
from drivers.case import Array

Driver = Callable[[ModuleType, Any], Case]
QUANTITIES = ("update", "reset", "candidate", "blend")
ALL = frozenset({"update", "reset", "candidate", "sequence"})


@dataclass
class Watch:
    """What the expressions took for values, by number, in the order in which they first ran."""

    values: dict[int, list[Array]] = field(default_factory=dict)

    def __call__(self, site: int, value: Any) -> Any:
        array = _numeric(value)
        if array is not None:
            self.values.setdefault(site, []).append(array)
        return value

    def whole(self, site: int) -> Array:
        """All values of one site in a row."""
        return np.concatenate([v.ravel() for v in self.values.get(site, [])] or [np.empty(0)])


def _numeric(value: Any) -> Array | None:
    if isinstance(value, int | str) or value is None:
        return None
    if "torch" in sys.modules and isinstance(value, sys.modules["torch"].Tensor):
        value = value.detach().numpy()
    if not isinstance(value, float | list | np.ndarray | np.floating):
        return None
    try:
        array = np.array(value)
    except (ValueError, RuntimeError, TypeError):  # ragged, or tensors in a list
        return None
    return array if array.dtype.kind == "f" else None


class _Watched(ast.NodeTransformer):
    """Each numbered expression passed through the watch."""

    def visit(self, node: ast.AST) -> Any:
        if isinstance(node, ast.arguments):
            return node
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            node.body = [self.visit(child) for child in node.body]
            return node
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            node.args = [self.visit(child) for child in node.args]
            node.keywords = [self.visit(child) for child in node.keywords]
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            node.func.value = self.visit(node.func.value)
            node.args = [self.visit(child) for child in node.args]
            node.keywords = [self.visit(child) for child in node.keywords]
        else:
            self.generic_visit(node)
        site = getattr(node, "site", None)
        if site is None or not isinstance(node, ast.expr) or not _value(node):
            return node
        arguments: list[ast.expr] = [ast.Constant(site), node]
        return ast.copy_location(ast.Call(ast.Name("_watch_", ast.Load()), arguments, []), node)


def _value(node: ast.expr) -> bool:
    kinds = ast.BinOp | ast.UnaryOp | ast.Call | ast.Subscript | ast.Name | ast.Attribute | ast.ListComp
    return isinstance(node, kinds) and not isinstance(getattr(node, "ctx", None), ast.Store | ast.Del)


def compiled(tree: ast.Module, base: str, watched: bool = False) -> CodeType:
    """The code of a tree, with or without the watch."""
    if watched:
        tree = ast.fix_missing_locations(_Watched().visit(copy.deepcopy(tree)))
    return compile(tree, f"{base}.py", "exec", dont_inherit=True)


def built(code: CodeType, base: str, drive: Driver, seed: int = 7, watch: Watch | None = None) -> Case:
    """The case of some code, from fixed seeds."""
    module = module_of(code, base, watch)
    return drive(module, np.random.default_rng(seed))


def module_of(code: CodeType, base: str, watch: Watch | None = None) -> ModuleType:
    """The module that some code makes."""
    module = ModuleType(base)
    sys.modules[base] = module
    if watch is not None:
        module.__dict__["_watch_"] = watch
    np.random.seed(0)
    if "torch" in sys.modules:
        sys.modules["torch"].manual_seed(0)
    exec(code, module.__dict__)
    return module


def lines_run(tree: ast.Module, base: str, drive: Driver) -> set[int]:
    """The lines of the file that ran when the driver called it, its construction apart."""
    case = built(compiled(tree, base), base, drive)
    lines: set[int] = set()

    def trace(frame: FrameType, event: str, _: object) -> Any:
        if frame.f_code.co_filename != f"{base}.py":
            return None
        lines.add(frame.f_lineno)
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        case.run()
    finally:
        sys.settrace(before)
    return lines


def watched(tree: ast.Module, base: str, drive: Driver) -> Watch:
    """The values of one run."""
    watch = Watch()
    case = built(compiled(tree, base, watched=True), base, drive, watch=watch)
    watch.values.clear()
    case.run()
    return watch


@contextmanager
def _logged() -> Iterator[list[tuple[Array, ...]]]:
    """The reference's own z, r, n and h', a tuple a step."""
    plain, log = reference.Cell.step, []

    def step(cell: reference.Cell, x: Array, h: Array) -> Array:
        log.append(cell.parts(x, h))
        return plain(cell, x, h)

    reference.Cell.step = step  # type: ignore[method-assign]
    try:
        yield log
    finally:
        reference.Cell.step = plain  # type: ignore[method-assign]


@dataclass(frozen=True)
class Anatomy:
    """Where a healthy base makes its quantities, and how many steps its run takes."""

    watch: Watch
    sites: dict[str, int]
    steps: int
    states: int

    def first(self, watch: Watch, quantity: str) -> Array:
        """A quantity at the first step."""
        whole = watch.whole(self.sites[quantity])
        return whole[: len(self.watch.whole(self.sites[quantity])) // self.steps]

    def changed(self, watch: Watch, quantity: str) -> bool:
        """Whether a run has another value of it at the first step."""
        mine, other = self.first(self.watch, quantity), self.first(watch, quantity)
        return mine.shape != other.shape or not np.allclose(mine, other, rtol=1e-9, atol=1e-12)


def anatomy(tree: ast.Module, base: str, drive: Driver) -> Anatomy:
    """The sites at which z, r, n and h' are first seen."""
    watch = watched(tree, base, drive)
    with _logged() as log:
        built(compiled(tree, base), base, drive).expected()
    wholes = {site: np.sort(watch.whole(site)) for site in watch.values}
    sites = {}
    for k, quantity in enumerate(QUANTITIES):
        wanted = np.sort(np.concatenate([np.ravel(parts[k]) for parts in log]))
        for site, whole in wholes.items():
            if whole.shape == wanted.shape and np.allclose(whole, wanted, rtol=1e-9, atol=1e-12):
                sites[quantity] = site
                break
    return Anatomy(watch, sites, len(log), sum(np.size(parts[3]) for parts in log))


def gates_hit(healthy: Anatomy, mutant: Watch) -> frozenset[str]:
    """What may be named as wrong: the quantity that changes first, or any of those that change together.

    A change of both gates is one of something they share (an input, a helper, a start), so the candidate or
    the walk over time may be named as well. Nothing that changes at the first step: the walk over time.
    """
    if set(healthy.sites) != set(QUANTITIES):
        return frozenset()
    hit = [q for q in QUANTITIES if healthy.changed(mutant, q)]
    if {"update", "reset"} <= set(hit):
        return ALL
    if "update" in hit and "candidate" in hit:
        return frozenset({"update", "candidate"})
    return frozenset(hit[:1] or ["sequence"])
