"""Which definitions of a file use which: closures of helpers, and what is stepped in a loop."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from gru_doctor.loaders.text.bindings import reads

LOOPS = (ast.For, ast.While, ast.ListComp, ast.GeneratorExp)
SQUASHES = re.compile(
    r"sigm|expit|logistic|tanh|activation|^f?exp$|^act$|squash|_act$|^f_?act|nonlin|σ|reciprocal", re.I
)
FUNCTION = re.compile(r"^_*(hard_?|log_?)?(sigm(oid)?|sigmoide?|expit|logistic|tanh|σ)$", re.I)
MIXING = re.compile(r"^mul$|multiply|lerp|addc|hadamard|where|einsum", re.I)
SCANS = {"scan", "foldl", "while_loop", "reduce", "accumulate", "dynamic_rnn", "unroll"}


class Usage:
    """The uses between the top-level definitions of a file; `tables` are what its other names stand for."""

    def __init__(
        self, top: Mapping[str, ast.ClassDef | ast.FunctionDef], tables: Mapping[str, ast.expr]
    ) -> None:
        self.top = top
        read = {name: [r for n in consulted([node], tables) for r in reads(n)] for name, node in top.items()}
        self._reads = {name: set(names) & top.keys() - {name} for name, names in read.items()}

    def closure(self, name: str) -> set[str]:
        """The name and everything it uses, directly or not."""
        seen, queue = {name}, [name]
        while queue:
            new = self._reads[queue.pop()] - seen
            seen |= new
            queue += new
        return seen

    def nodes(self, name: str) -> list[ast.ClassDef | ast.FunctionDef]:
        """The definitions of the closure."""
        return [self.top[n] for n in self.closure(name)]

    def loops_over(self, user: str, used: str) -> bool:
        """Whether `user` steps `used`: calls it in a loop, hands it to a scan, or, of a class, has a
        loop at all."""
        node = self.top[user]
        if isinstance(self.top[used], ast.ClassDef):
            return any(isinstance(n, LOOPS) or called_name(n) in SCANS for n in ast.walk(node))
        for n in ast.walk(node):
            stepped = isinstance(n, LOOPS) or called_name(n) in SCANS
            if stepped and used in reads(n):
                return True
        return False


def called_name(node: ast.AST) -> str:
    """The last part of the name that a call calls; empty for what is no call."""
    if not isinstance(node, ast.Call):
        return ""
    if isinstance(node.func, ast.Attribute):
        return node.func.attr
    return node.func.id if isinstance(node.func, ast.Name) else ""


def calls(node: ast.AST) -> Iterator[str]:
    """Names of everything called inside."""
    return (name for name in map(called_name, ast.walk(node)) if name)


def squashes(code: Iterable[ast.AST]) -> int:
    """How many calls look like those of an activation."""
    return sum(bool(SQUASHES.search(name)) for part in code for name in calls(part))


def named_squash(node: ast.AST) -> bool:
    """A part made with an activation that is named in a string: `Dense(units, activation="sigmoid")`."""
    given = [k.value for k in node.keywords] if isinstance(node, ast.Call) else []
    return any(isinstance(v, ast.Constant) and SQUASHES.search(str(v.value)) for v in given)


def handed_on(node: ast.AST) -> bool:
    """Whether an activation stands in a table or among arguments, to be called under another name:
    `{"z": torch.sigmoid}`."""
    match node:
        case ast.Dict(values=items) | ast.List(elts=items) | ast.Tuple(elts=items) | ast.Call(args=items):
            return any(_is_activation(item) for item in items)
        case ast.Assign(value=value) | ast.keyword(value=value):
            return _is_activation(value)
        case ast.arguments(defaults=given, kw_defaults=named):
            return any(item is not None and _is_activation(item) for item in (*given, *named))
    return False


def _is_activation(node: ast.expr) -> bool:
    name = getattr(node, "attr", None) or getattr(node, "id", None)
    return name is not None and FUNCTION.match(name) is not None


def tables_of(tree: ast.Module) -> dict[str, ast.expr]:
    """What the module's names stand for, other than its definitions."""
    assigned = [n for n in tree.body if isinstance(n, ast.Assign)]
    return {t.id: n.value for n in assigned for t in n.targets if isinstance(t, ast.Name)}


def consulted(code: Sequence[ast.AST], tables: Mapping[str, ast.expr]) -> list[ast.AST]:
    """The code, and the tables of the module that it reads."""
    return [*code, *(tables[name] for node in code for name in reads(node) & tables.keys())]


def computes(node: ast.AST) -> bool:
    """A class of arrays that add and multiply: what cells are made of, and none itself."""
    own = {getattr(n, "name", "") for n in node.body} if isinstance(node, ast.ClassDef) else set()
    return {"__add__", "__mul__"} <= own


def mixes(code: Iterable[ast.AST]) -> bool:
    """Whether two numbers that are computed are multiplied, as a gate is with what it lets through; those of
    a constructor are sizes and scales."""
    return any(_product(n) for part in code for n in _outside_constructors(part))


def _outside_constructors(node: ast.AST) -> Iterator[ast.AST]:
    yield node
    for child in ast.iter_child_nodes(node):
        if not (isinstance(child, ast.FunctionDef) and child.name == "__init__"):
            yield from _outside_constructors(child)


def _product(node: ast.AST) -> bool:
    match node:
        case ast.BinOp(left=left, op=ast.Mult(), right=right):
            return not isinstance(left, ast.Constant) and not isinstance(right, ast.Constant)
        case ast.AugAssign(op=ast.Mult()):
            return True
    return MIXING.search(called_name(node)) is not None
