"""Small changes of one expression, as slips of the hand make them: what a base can be turned into.

Each site is an expression of the base that ran; `kinds` tells the shapes that it took, so that a name is only
exchanged for another of the same kind. A mutant is the text with one stretch of one line replaced.
"""

from __future__ import annotations

import ast
import copy
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

Shapes = Mapping[int, tuple[int, ...]]
OPERATORS: dict[type[ast.operator], tuple[type[ast.operator], ...]] = {
    ast.Add: (ast.Sub, ast.Mult),
    ast.Sub: (ast.Add, ast.Mult),
    ast.Mult: (ast.Add, ast.Sub, ast.MatMult),
    ast.MatMult: (ast.Mult, ast.Add),
    ast.Div: (ast.Mult,),
    ast.Pow: (ast.Mult,),
}
SQUASHES = ("sigmoid", "tanh", "relu", "logistic", "sigma", "expit")
Simple = ast.Name | ast.Attribute | ast.Subscript


@dataclass(frozen=True)
class Mutation:
    """What could be done to a base: one expression becomes another."""

    kind: str
    old: ast.expr
    new: ast.expr

    def __str__(self) -> str:
        return f"{self.kind} {self.old.lineno}: {ast.unparse(self.old)} -> {ast.unparse(self.new)}"


@dataclass(frozen=True)
class Mutant:
    """A base with one expression changed; `tree` keeps the numbers of the sites of the base."""

    base: str
    mutation: Mutation
    text: str
    tree: ast.Module

    @property
    def line(self) -> int:
        """Where it was changed."""
        return self.mutation.old.lineno


@dataclass(frozen=True)
class Place:
    """One expression, and what stands in the same function as it."""

    node: ast.expr
    shapes: Shapes
    neighbours: tuple[ast.expr, ...]

    def shape(self, node: ast.AST | None = None) -> tuple[int, ...] | None:
        """The shape of the first value that an expression took, where it took a numeric one."""
        return self.shapes.get(getattr(self.node if node is None else node, "site", -1))


def numbered(text: str) -> ast.Module:
    """The tree of a file, each expression with a number."""
    tree = ast.parse(text)
    for number, node in enumerate(n for n in ast.walk(tree) if isinstance(n, ast.expr)):
        node.site = number  # type: ignore[attr-defined]
    return tree


def mutations(tree: ast.Module, lines: set[int], shapes: Shapes) -> Iterator[Mutation]:
    """Every change of every expression on the lines that ran."""
    done = set()
    for place in _places(tree, lines, shapes):
        for change in CHANGES:
            for new in change(place):
                key = (place.node.site, ast.unparse(new))  # type: ignore[attr-defined]
                if key not in done and key[1] != ast.unparse(place.node):
                    done.add(key)
                    yield Mutation(change.__name__, place.node, new)


def _places(tree: ast.Module, lines: set[int], shapes: Shapes) -> Iterator[Place]:
    for function in (n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.Lambda)):
        inside = tuple(n for n in ast.walk(function) if isinstance(n, ast.expr) and _ran(n, lines))
        own = [n for n in inside if n.lineno == n.end_lineno]
        yield from (Place(node, shapes, inside) for node in own)


def _ran(node: ast.expr, lines: set[int]) -> bool:
    return node.lineno in lines and not isinstance(getattr(node, "ctx", None), ast.Store | ast.Del)


def mutant(base: str, text: str, tree: ast.Module, mutation: Mutation) -> Mutant | None:
    """The text with a stretch replaced, in parentheses where the tree asks for them; None where no text
    of one line has this tree."""
    changed = _with(tree, mutation.old, mutation.new)
    wanted = ast.dump(changed)
    for written in (ast.unparse(mutation.new), f"({ast.unparse(mutation.new)})"):
        edited = _spliced(text, mutation.old, written)
        try:
            if ast.dump(ast.parse(edited)) == wanted:
                return Mutant(base, mutation, edited, changed)
        except SyntaxError:
            continue
    return None


def _spliced(text: str, old: ast.expr, written: str) -> str:
    rows = text.splitlines(keepends=True)
    row = rows[old.lineno - 1].encode()
    rows[old.lineno - 1] = (row[: old.col_offset] + written.encode() + row[old.end_col_offset :]).decode()
    return "".join(rows)


def _with(tree: ast.Module, old: ast.expr, new: ast.expr) -> ast.Module:
    """A copy of the tree in which one expression is another, under the same number."""
    site = old.site  # type: ignore[attr-defined]

    class Swap(ast.NodeTransformer):
        def visit(self, node: ast.AST) -> ast.AST:
            if getattr(node, "site", None) != site:
                return self.generic_visit(node)
            made = ast.copy_location(copy.deepcopy(new), node)
            made.site = site  # type: ignore[attr-defined]
            return made

    return ast.fix_missing_locations(Swap().visit(copy.deepcopy(tree)))


def operator(place: Place) -> Iterator[ast.expr]:
    """a + b becomes a - b."""
    if isinstance(place.node, ast.BinOp) and place.shape() is not None:
        for op in OPERATORS.get(type(place.node.op), ()):
            yield ast.BinOp(place.node.left, op(), place.node.right)


def term(place: Place) -> Iterator[ast.expr]:
    """a + b becomes a, or b."""
    if isinstance(place.node, ast.BinOp) and place.shape() is not None:
        yield from (place.node.left, place.node.right)


def name(place: Place) -> Iterator[ast.expr]:
    """A gate, a weight or a state becomes another of the same shape that is used in the function."""
    shape = place.shape()
    if not isinstance(place.node, Simple) or not shape:
        return
    for other in place.neighbours:
        if isinstance(other, Simple) and place.shape(other) == shape:
            yield other


def constant(place: Place) -> Iterator[ast.expr]:
    """Another number."""
    value = place.node.value if isinstance(place.node, ast.Constant) else None
    if isinstance(value, int | float) and not isinstance(value, bool):
        yield from (ast.Constant(v) for v in (value + 1, value / 2 if value % 2 else value // 2, 0))


def function(place: Place) -> Iterator[ast.expr]:
    """Another of sigmoid, tanh and relu."""
    node = place.node
    if not isinstance(node, ast.Call) or not any(s in ast.unparse(node.func).lower() for s in SQUASHES):
        return
    for other in place.neighbours:
        text = ast.unparse(other.func).lower() if isinstance(other, ast.Call) else ""
        if any(s in text for s in SQUASHES):
            assert isinstance(other, ast.Call)
            yield ast.Call(other.func, node.args, node.keywords)
    if isinstance(node.func, ast.Attribute) and isinstance(node.func.value, ast.Name):
        library = node.func.value.id
        swaps = {"torch": ("sigmoid", "tanh", "relu"), "np": ("tanh", "sin", "arctan")}.get(library, ())
        yield from (ast.Call(ast.Attribute(node.func.value, s, ast.Load()), node.args, []) for s in swaps)


def call(place: Place) -> Iterator[ast.expr]:
    """f(a, …) becomes a, and a.f(…) becomes a."""
    node = place.node
    if not isinstance(node, ast.Call) or place.shape() is None:
        return
    if node.args and not isinstance(node.args[0], ast.Starred):
        yield node.args[0]
    if isinstance(node.func, ast.Attribute) and place.shape(node.func.value) is not None:
        yield node.func.value


def transpose(place: Place) -> Iterator[ast.expr]:
    """A becomes A.T, and A.T becomes A."""
    if isinstance(place.node, ast.Attribute) and place.node.attr == "T":
        yield place.node.value
    elif isinstance(place.node, Simple) and len(place.shape() or ()) == 2:
        yield ast.Attribute(place.node, "T", ast.Load())


def index(place: Place) -> Iterator[ast.expr]:
    """Other bounds of a slice, another part of a packed array, another entry of a list."""
    node = place.node
    if not isinstance(node, ast.Subscript) or place.shape() is None:
        return
    for other in place.neighbours:
        if isinstance(other, ast.Subscript) and isinstance(other.slice, type(node.slice)):
            yield ast.Subscript(node.value, other.slice, ast.Load())


def exchange(place: Place) -> Iterator[ast.expr]:
    """a - b becomes b - a; a * b + c * d becomes a * d + c * b."""
    node = place.node
    if not isinstance(node, ast.BinOp) or place.shape() is None:
        return
    if isinstance(node.op, ast.Sub | ast.MatMult | ast.Div):
        yield ast.BinOp(node.right, node.op, node.left)
    if _products(node):
        left, right = node.left, node.right
        assert isinstance(left, ast.BinOp) and isinstance(right, ast.BinOp)
        first = ast.BinOp(left.left, left.op, right.right)
        yield ast.BinOp(first, node.op, ast.BinOp(right.left, right.op, left.right))


def _products(node: ast.BinOp) -> bool:
    return isinstance(node.op, ast.Add) and all(
        isinstance(side, ast.BinOp) and isinstance(side.op, ast.Mult) for side in (node.left, node.right)
    )


def sign(place: Place) -> Iterator[ast.expr]:
    """a becomes -a, and -a becomes a."""
    if isinstance(place.node, ast.UnaryOp) and isinstance(place.node.op, ast.USub):
        yield place.node.operand
    elif isinstance(place.node, ast.Call | ast.Name) and place.shape():
        yield ast.UnaryOp(ast.USub(), place.node)


Change = Callable[[Place], Iterator[ast.expr]]
CHANGES: tuple[Change, ...] = (
    exchange, operator, term, name, constant, function, call, transpose, index, sign,
)  # fmt: skip
