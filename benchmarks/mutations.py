"""Seeded mutations of a program: of its tree, its lines, its tokens and its bytes."""

from __future__ import annotations

import ast
import random
import re
from collections.abc import Callable, Iterator
from typing import Any

OPERATORS = (ast.Add, ast.Sub, ast.Mult, ast.Div, ast.MatMult, ast.Pow, ast.Mod, ast.FloorDiv)
COMPARISONS = (ast.Lt, ast.Gt, ast.Eq, ast.NotEq, ast.Is, ast.In)
CONSTANTS = (0, 1, -1, 2, 3, 7, 1000, 0.5, 1e-300, 1e300, None, True, "", "h", b"x", 10**30, float("inf"), 1j)
AROUND = (
    "({0}).T", "({0})[0]", "({0})[None]", "({0})[..., :-1]", "({0}).reshape(-1)", "({0}).sum()",
    "({0}).sum(0)", "({0}).mean(-1, keepdims=True)", "({0}).astype(object)", "({0}).astype('float16')",
    "({0}).astype(int)", "({0}).tolist()", "({0}) * 1j", "({0}) * float('nan')", "({0}) / 0.0", "-({0})",
    "float({0})", "int({0})", "str({0})", "list({0})", "[{0}]", "({0},)", "({0}, {0})", "{{'a': {0}}}",
    "iter({0})", "(lambda: {0})", "(lambda: {0})()", "(yield {0})", "not ({0})", "len({0})", "({0}) and None",
    "next(i for i in {0})", "[j for j in {0}][:2]", "({0}) ** ({0})", "({0}) @ ({0})", "type({0})", "None",
    "({0}).copy()", "({0})[::2]", "({0}) * 1e200", "({0}) * 0", "({0}) + 1e-9", "print({0}) or ({0})",
)  # fmt: skip
STATEMENTS = (
    "pass", "return", "return None", "raise ValueError", "raise StopIteration", "yield", "x = None",
    "h = None", "self.h = 0", "del x", "del self", "global h", "import missing_module", "assert False",
    "break",
    "x += 1", "h *= 2", "h[...] = 0", "self.__dict__.clear()", "while True: pass", "class h: pass",
    "x = x.copy()", "globals().clear()", "print('x' * 10000)", "def forward(x): return x", "return self",
    "return x, h", "return h", "return {'h': h}", "return [h, x]", "import numpy as np", "import torch",
    "np.random.seed()", "h = h + np.random.rand()", "self.count = getattr(self, 'count', 0) + 1",
)  # fmt: skip
BOUNDS = ("0", "-1", ":", "::2", "None", "..., 0", "5", "'W'", ":0", "1:", ":, 0")
BASES = ("dict", "list", "Exception", "GRU")
Change = Callable[[ast.Module, random.Random], None]


class Unfit(Exception):
    """The program has nothing that this mutation could change."""


def mutant(program: str, other: str, rng: random.Random) -> bytes:
    """`program` with one to three things changed; `other` is what it may be spliced with."""
    if rng.random() < 0.25:
        return _damaged(program, other, rng)
    tree = ast.parse(program)
    for _ in range(rng.choice((1, 1, 1, 1, 2, 3))):
        try:
            rng.choice(TREE)(tree, rng)
        except (Unfit, SyntaxError):
            continue
    try:
        return ast.unparse(ast.fix_missing_locations(tree)).encode()
    except (ValueError, TypeError, AttributeError):  # no text has this tree
        return _damaged(program, other, rng)


def _pick(tree: ast.Module, kind: Any, rng: random.Random) -> Any:
    found = [node for node in ast.walk(tree) if isinstance(node, kind)]
    if not found:
        raise Unfit
    return rng.choice(found)


def _bodies(tree: ast.Module) -> Iterator[list[ast.stmt]]:
    """Every list of statements."""
    for node in ast.walk(tree):
        for name in ("body", "orelse", "finalbody"):
            body = getattr(node, name, None)
            if isinstance(body, list) and body:
                yield body


def _body(tree: ast.Module, rng: random.Random) -> list[ast.stmt]:
    return rng.choice(list(_bodies(tree)))


def operator(tree: ast.Module, rng: random.Random) -> None:
    """Another operator, or another comparison."""
    node = _pick(tree, ast.BinOp | ast.AugAssign | ast.Compare, rng)
    if isinstance(node, ast.Compare):
        node.ops[0] = rng.choice(COMPARISONS)()
    else:
        node.op = rng.choice(OPERATORS)()


def operands(tree: ast.Module, rng: random.Random) -> None:
    """a - b becomes b - a."""
    node = _pick(tree, ast.BinOp, rng)
    node.left, node.right = node.right, node.left


def arguments(tree: ast.Module, rng: random.Random) -> None:
    """The arguments of a call shuffled, one of them dropped or given twice."""
    node = _pick(tree, ast.Call, rng)
    _reordered(node.args, rng)


def parameters(tree: ast.Module, rng: random.Random) -> None:
    """The parameters of a function, likewise."""
    _reordered(_pick(tree, ast.FunctionDef, rng).args.args, rng)


def _reordered(items: list[Any], rng: random.Random) -> None:
    if not items:
        raise Unfit
    match rng.randrange(3):
        case 0:
            rng.shuffle(items)
        case 1:
            items.pop(rng.randrange(len(items)))
        case 2:
            items.insert(0, rng.choice(items))


def deletion(tree: ast.Module, rng: random.Random) -> None:
    """One statement less."""
    body = _body(tree, rng)
    body[rng.randrange(len(body))] = ast.Pass()


def duplication(tree: ast.Module, rng: random.Random) -> None:
    """One statement twice."""
    body = _body(tree, rng)
    body.insert(rng.randrange(len(body)), rng.choice(body))


def order(tree: ast.Module, rng: random.Random) -> None:
    """Two statements in the other order."""
    body = _body(tree, rng)
    i, j = rng.randrange(len(body)), rng.randrange(len(body))
    body[i], body[j] = body[j], body[i]


def insertion(tree: ast.Module, rng: random.Random) -> None:
    """A statement that was not there."""
    body = _body(tree, rng)
    body.insert(rng.randrange(len(body) + 1), *ast.parse(rng.choice(STATEMENTS)).body)


def renaming(tree: ast.Module, rng: random.Random) -> None:
    """One use of a name becomes another name of the program."""
    node = _pick(tree, ast.Name | ast.Attribute | ast.arg | ast.FunctionDef, rng)
    other = _pick(tree, ast.Name | ast.Attribute | ast.arg | ast.FunctionDef, rng)
    setattr(node, _field(node), getattr(other, _field(other)))


def _field(node: ast.AST) -> str:
    return {ast.Name: "id", ast.Attribute: "attr", ast.arg: "arg", ast.FunctionDef: "name"}[type(node)]


def constant(tree: ast.Module, rng: random.Random) -> None:
    """Another constant."""
    _pick(tree, ast.Constant, rng).value = rng.choice(CONSTANTS)


def returning(tree: ast.Module, rng: random.Random) -> None:
    """Nothing returned, or something else."""
    node = _pick(tree, ast.Return, rng)
    node.value = None if rng.random() < 0.5 else ast.Name(_pick(tree, ast.Name, rng).id, ast.Load())


def shape(tree: ast.Module, rng: random.Random) -> None:
    """An expression wrapped in something that changes its shape, its type or its value."""
    node = _pick(tree, ast.Assign | ast.Return | ast.AugAssign | ast.Expr, rng)
    if node.value is None:
        raise Unfit
    inner = [n for n in ast.walk(node.value) if isinstance(n, ast.expr) and not _slices(n)]
    chosen = rng.choice(inner)
    made = ast.parse(rng.choice(AROUND).format(ast.unparse(chosen)), mode="eval").body
    if chosen is node.value:
        node.value = made
    else:
        _Swap(chosen, made).visit(node)


def _slices(node: ast.expr) -> bool:
    return isinstance(node, ast.Slice | ast.Starred | ast.FormattedValue | ast.JoinedStr)


class _Swap(ast.NodeTransformer):
    """One node for another."""

    def __init__(self, old: ast.AST, new: ast.AST) -> None:
        self.old, self.new = old, new

    def visit(self, node: ast.AST) -> Any:
        """See NodeTransformer."""
        return self.new if node is self.old else self.generic_visit(node)


def subscript(tree: ast.Module, rng: random.Random) -> None:
    """Other bounds of a slice."""
    node = _pick(tree, ast.Subscript, rng)
    made: Any = ast.parse(f"a[{rng.choice(BOUNDS)}]", mode="eval").body
    node.slice = made.slice


def decoration(tree: ast.Module, rng: random.Random) -> None:
    """A method that is static, a property or cached; a class without its bases."""
    node = _pick(tree, ast.FunctionDef | ast.ClassDef, rng)
    if isinstance(node, ast.ClassDef):
        node.bases = [] if node.bases else [ast.Name(rng.choice(BASES), ast.Load())]
    elif node.decorator_list:
        node.decorator_list = []
    else:
        name = rng.choice(("staticmethod", "classmethod", "property", "print", "lambda f: None"))
        node.decorator_list = [ast.parse(name, mode="eval").body]


TREE: tuple[Change, ...] = (
    operator, operands, arguments, parameters, deletion, duplication, order, insertion, renaming,
    constant, returning, shape, shape, subscript, decoration,
)  # fmt: skip


def _damaged(program: str, other: str, rng: random.Random) -> bytes:
    return rng.choice((_bytes, _lines, _tokens, _truncated, _spliced, _indented))(program, other, rng)


def _bytes(program: str, other: str, rng: random.Random) -> bytes:
    data = bytearray(program.encode())
    for _ in range(rng.choice((1, 1, 3, 20))):
        place = rng.randrange(len(data))
        data[place : place + rng.randrange(2)] = rng.randbytes(rng.randrange(3))
    return bytes(data)


def _lines(program: str, other: str, rng: random.Random) -> bytes:
    lines = program.splitlines()
    for _ in range(rng.choice((1, 1, 2, 4))):
        place = rng.randrange(len(lines))
        lines[place : place + rng.choice((1, 1, 1, 3))] = [rng.choice(lines)] if rng.random() < 0.3 else []
        lines = lines or [""]
    return "\n".join(lines).encode()


def _tokens(program: str, other: str, rng: random.Random) -> bytes:
    tokens = re.split(r"(\w+|[^\w\s])", program)
    for _ in range(rng.choice((1, 1, 2, 4))):
        place = rng.randrange(len(tokens))
        tokens[place] = rng.choice(("", rng.choice(tokens), tokens[place] * 2))
    return "".join(tokens).encode()


def _truncated(program: str, other: str, rng: random.Random) -> bytes:
    return program[: rng.randrange(len(program))].encode()


def _spliced(program: str, other: str, rng: random.Random) -> bytes:
    mine, theirs = program.splitlines(), other.splitlines()
    return "\n".join(mine[: rng.randrange(len(mine))] + theirs[rng.randrange(len(theirs)) :]).encode()


def _indented(program: str, other: str, rng: random.Random) -> bytes:
    lines = program.splitlines()
    place = rng.randrange(len(lines))
    lines[place] = rng.choice(("    ", "\t", " ", "")) + lines[place].removeprefix("    ")
    return "\n".join(lines).encode()
