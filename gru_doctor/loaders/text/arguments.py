"""What the arguments of a step are, told by how its code uses them, where their names tell nothing."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Literal

from gru_doctor.loaders.text.bindings import paired
from gru_doctor.loaders.text.holding import container_role
from gru_doctor.loaders.text.usage import called_name

Kind = Literal["input", "recurrent", "bias"]
MATMUL = {"dot", "matmul", "mm", "inner"}
TIMES = {"multiply", "mul"}
JOINS = {"concatenate", "concat", "cat", "hstack", "vstack", "column_stack", "append"}
VIEWS = {"transpose", "asarray", "t", "reshape", "array"}


@dataclass(frozen=True)
class Uses:
    """The input and the state of a step ("" for a layer that starts from its own), the kind of each array
    it is given, the containers of weights and those of sizes."""

    x: str
    h: str
    kinds: Mapping[str, Kind] = field(default_factory=dict)
    containers: tuple[str, ...] = ()
    options: tuple[str, ...] = ()

    @property
    def weights(self) -> set[str]:
        """What holds numbers to be learned."""
        return {*self.kinds, *self.containers}

    @property
    def supplied(self) -> set[str]:
        """What is no data."""
        return self.weights | {*self.options}


@lru_cache(maxsize=512)
def uses_of(node: ast.FunctionDef) -> Uses | None:
    """What is multiplied by the state weighs the state, what is multiplied by another argument weighs the
    input, what is only added is a bias; the state is what is blended. None where an argument of the
    step is used in no such way."""
    given = tuple(a.arg for a in node.args.args[: len(node.args.args) - len(node.args.defaults)])
    reader = _Reader(node, given)
    held = {n: container_role(node, n) for n in given}
    plain = tuple(n for n in given if not held[n])
    x, h = _data(reader, plain)
    kinds = _kinds(reader, plain, x, h)
    containers, options = (tuple(n for n in given if held[n] == role) for role in ("weights", "config"))
    explained = {x, h, *kinds, *reader.blended} >= {*plain}
    weighed = containers or (kinds and h)  # without a state of its own a step has weights inside something
    return Uses(x, h, kinds, containers, options) if x and explained and weighed else None


def _data(reader: _Reader, plain: tuple[str, ...]) -> tuple[str, str]:
    """The input, and the state, which of what is blended stands in most products."""
    h = max((n for n in plain if n in reader.blended), key=lambda n: reader.met[n], default="")
    return _input(reader, plain, [p for p in reader.pairs if not any(h in side for side in p)], h), h


def _kinds(reader: _Reader, plain: tuple[str, ...], x: str, h: str) -> dict[str, Kind]:
    kinds: dict[str, Kind] = {}
    for left, right in reader.products:
        for weight, data in ((reader.bare(left), right), (reader.bare(right), left)):
            if weight in plain and weight not in (x, h):
                over_state = h in reader.inside(data) and not reader.joined(data)
                kinds[weight] = "recurrent" if over_state else "input"
    return kinds | {n: "bias" for n in plain if n in reader.added and n not in (x, h, *kinds)}


def _input(reader: _Reader, plain: tuple[str, ...], pairs: list[tuple[set[str], set[str]]], h: str) -> str:
    """What stands beside the state in a row of both, else what meets most of the arrays."""
    beside = [n for n in plain if n in reader.beside and n != h]
    met = Counter(n for pair in pairs for side in pair for n in side if n in plain)
    return next(iter(beside or sorted(met, key=lambda n: (-met[n], plain.index(n)))), "")


class _Reader:
    """The products, the sums and the blends of a function, by the arguments that stand in them."""

    def __init__(self, node: ast.FunctionDef, given: tuple[str, ...]) -> None:
        self.node, self.given = node, given
        self.views: dict[str, str] = {n: n for n in given}
        self.values: dict[str, ast.expr] = {}
        for target, value in _bound(node):
            source = self.bare(value)
            if source and target not in given:
                self.views[target] = source
            elif target not in given:
                self.values.setdefault(target, value)

    def bare(self, node: ast.expr) -> str:
        """The argument that an expression is, whole or in part; empty for what is computed."""
        match node:
            case ast.Name(id=name):
                return self.views.get(name, "")
            case ast.Subscript(value=inner):
                return self.bare(inner)
            case ast.Attribute(value=inner, attr="T"):
                return self.bare(inner)
            case ast.Call(func=ast.Attribute(value=inner, attr=name), args=args) if name in VIEWS:
                return self.bare(inner) or (self.bare(args[0]) if args else "")
        return ""

    def inside(self, node: ast.expr, seen: frozenset[str] = frozenset()) -> set[str]:
        """The arguments that an expression is computed from, directly or through variables."""
        names = {n.id for n in ast.walk(node) if isinstance(n, ast.Name)} - seen
        found = {self.views[n] for n in names if n in self.views}
        for name in names & self.values.keys():
            found |= self.inside(self.values[name], seen | names)
        return found

    def joined(self, node: ast.expr) -> bool:
        """Whether an expression is a row of several things."""
        if isinstance(node, ast.Name) and node.id in self.values:
            return self.joined(self.values[node.id])
        return called_name(node) in JOINS

    @cached_property
    def products(self) -> list[tuple[ast.expr, ast.expr]]:
        """Both sides of every matrix product."""
        return list(_pairs(self.node, ast.MatMult, MATMUL))

    @cached_property
    def pairs(self) -> list[tuple[set[str], set[str]]]:
        """The products of two arguments as they are."""
        sides = [(self.bare(a), self.bare(b)) for a, b in self.products]
        return [({a}, {b}) for a, b in sides if a and b]

    @cached_property
    def met(self) -> Counter[str]:
        """How often each argument stands in a matrix product."""
        return Counter(n for pair in self.products for n in {m for side in pair for m in self.inside(side)})

    @cached_property
    def blended(self) -> set[str]:
        """The arguments that are multiplied with something number by number, or taken off from it."""
        times = [*_pairs(self.node, ast.Mult, TIMES), *_pairs(self.node, ast.Sub, {"subtract"})]
        sides = [
            (a, b) for a, b in times if not isinstance(a, ast.Constant) and not isinstance(b, ast.Constant)
        ]
        return {self.bare(side) for pair in sides for side in pair} - {""}

    @cached_property
    def added(self) -> set[str]:
        """The arguments that are added to something."""
        return {self.bare(side) for pair in _pairs(self.node, ast.Add, {"add"}) for side in pair} - {""}

    @cached_property
    def beside(self) -> set[str]:
        """The arguments that are put into a row with others."""
        rows = [n for n in ast.walk(self.node) if called_name(n) in JOINS]
        parts = [e for n in rows for e in ast.walk(n) if isinstance(e, ast.Name)]
        return {self.views[e.id] for e in parts if e.id in self.views}


def _pairs(node: ast.AST, kind: type[ast.operator], names: set[str]) -> Iterator[tuple[ast.expr, ast.expr]]:
    """Both operands of an operator, and of the calls that do the same."""
    for n in ast.walk(node):
        match n:
            case ast.BinOp(left=left, op=op, right=right) if isinstance(op, kind):
                yield left, right
            case ast.Call(args=[first, second]) if called_name(n) in names:
                yield first, second
            case ast.Call(func=ast.Attribute(value=owner), args=[first]) if called_name(n) in names:
                yield owner, first


def _bound(node: ast.AST) -> Iterator[tuple[str, ast.expr]]:
    """Each variable with its value."""
    single = (n for n in ast.walk(node) if isinstance(n, ast.Assign) and len(n.targets) == 1)
    pairs = (pair for n in single for pair in paired(n.targets[0], n.value))
    yield from ((target.id, value) for target, value in pairs if isinstance(target, ast.Name))
