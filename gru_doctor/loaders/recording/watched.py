"""Which expressions the recorder watches: those that can hold numbers of the computation."""

from __future__ import annotations

import ast
from dataclasses import dataclass, replace

# Calls whose value says nothing new, or that must keep their exact form; nothing inside is watched.
OPAQUE_CALLS = {"super", "range", "print", "len", "isinstance", "issubclass", "hasattr", "type"}
# Their parts are watched, they are not: no value yet, or none that is an array.
TRANSPARENT_CALLS = {"zip", "enumerate", "reversed", "iter", "map", "filter", "setattr"}
TRANSPARENT = (
    ast.Starred, ast.Yield, ast.YieldFrom, ast.Lambda, ast.GeneratorExp, ast.NamedExpr, ast.Dict,
    ast.Set, ast.DictComp, ast.SetComp,
)  # fmt: skip
METADATA = {"shape", "ndim", "size", "dtype", "device"}
# Reading these twice has no effect; a call inside a target could have one.
REREADABLE = (
    ast.Name, ast.Attribute, ast.Subscript, ast.Slice, ast.Constant, ast.Tuple, ast.UnaryOp,
    ast.BinOp, ast.expr_context, ast.operator, ast.unaryop,
)  # fmt: skip


@dataclass(frozen=True)
class Names:
    """Names that stand for no number: modules, and `self` or `cls` in the methods around."""

    modules: frozenset[str]
    selves: frozenset[str] = frozenset()

    def inside(self, method: ast.FunctionDef | ast.AsyncFunctionDef) -> Names:
        """The names within a method: its first parameter joins, whatever it is called."""
        if any(isinstance(d, ast.Name) and d.id == "staticmethod" for d in method.decorator_list):
            return self
        first = (*method.args.posonlyargs, *method.args.args)[:1]
        return replace(self, selves=self.selves | {a.arg for a in first})


def modules(tree: ast.Module) -> frozenset[str]:
    """Names that `import` binds to modules anywhere in the file."""
    imports = (node for node in ast.walk(tree) if isinstance(node, ast.Import))
    return frozenset(a.asname or a.name.split(".")[0] for node in imports for a in node.names)


def is_quiet(node: ast.expr, names: Names) -> bool:
    """Neither the expression nor anything inside it is watched."""
    if not isinstance(getattr(node, "ctx", ast.Load()), ast.Load):
        return True
    if isinstance(node, ast.Name):
        return node.id in names.selves or node.id in names.modules
    if isinstance(node, ast.Attribute):
        return node.attr in METADATA or _root(node) in names.modules
    if isinstance(node, ast.Call):
        return _called(node) in OPAQUE_CALLS
    return _is_constant(node)


def is_transparent(node: ast.expr) -> bool:
    """The parts of the expression are watched, itself is not."""
    if isinstance(node, ast.Call):
        return _called(node) in TRANSPARENT_CALLS
    return isinstance(node, TRANSPARENT)


def is_rereadable(target: ast.expr) -> bool:
    """Whether the target of an assignment can be read once more without an effect."""
    return all(isinstance(part, REREADABLE) for part in ast.walk(target))


def dotted(node: ast.expr) -> str:
    """`np.dot` for the function of np.dot(a, b); of what is no plain chain of names, its end."""
    if isinstance(node, ast.Name):
        return node.id
    if not isinstance(node, ast.Attribute):
        return ""
    root = dotted(node.value)
    return f"{root}.{node.attr}" if root else node.attr


def _root(node: ast.expr) -> str | None:
    while isinstance(node, ast.Attribute):
        node = node.value
    return node.id if isinstance(node, ast.Name) else None


def _called(node: ast.Call) -> str | None:
    return node.func.id if isinstance(node.func, ast.Name) else None


def _is_constant(node: ast.expr) -> bool:
    """Constants, what is folded from them, slices and f-strings."""
    if isinstance(node, ast.UnaryOp):
        return _is_constant(node.operand)
    if isinstance(node, ast.BinOp):
        return _is_constant(node.left) and _is_constant(node.right)
    if isinstance(node, ast.Tuple | ast.List):
        return all(_is_constant(e) for e in node.elts)
    if isinstance(node, ast.Constant | ast.Slice | ast.JoinedStr):
        return True
    return type(node).__name__ == "TemplateStr"  # t-strings, Python 3.14
