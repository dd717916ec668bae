"""Names that code pasted from tutorials uses and does not define."""

from __future__ import annotations

import ast
import builtins
import symtable
from typing import TypeVar

from gru_doctor.loaders.text.bindings import binds

MODULES = {
    "np": ("numpy", None), "numpy": ("numpy", None), "math": ("math", None),
    "random": ("random", None), "torch": ("torch", None), "nn": ("torch", "nn"),
    "F": ("torch.nn", "functional"), "Tensor": ("torch", "Tensor"), "tf": ("tensorflow", None),
    "theano": ("theano", None), "tensor": ("theano", "tensor"), "T": ("theano", "tensor"),
    "config": ("theano", "config"),
}  # fmt: skip
"""Name -> what it stands for: a module, or a name in one."""

Imports = TypeVar("Imports", ast.Import, ast.ImportFrom)
TUTORIAL = ("_p", "ortho_weight", "norm_weight", "uniform_weight", "numpy_floatX", "floatX")
FUNCTIONS = ("sigmoid", "softmax", "tanh", "relu")


def supplied(tree: ast.Module, text: str) -> tuple[ast.Module, list[str]]:
    """The code with imports of well-known names it uses without defining them, and a note."""
    missing = undefined(tree)
    imports = [made for name in sorted(missing) if (made := _import(name, text))]
    if not imports:
        return tree, []
    names = ", ".join(sorted(a.asname or a.name for i in imports for a in i.names))
    place = sum(isinstance(s, ast.ImportFrom) and s.module == "__future__" for s in tree.body)
    body = [*tree.body[:place], *imports, *tree.body[place:]]
    return ast.Module(body, []), [f"supplied names that the file does not define: {names}"]


def undefined(tree: ast.Module) -> set[str]:
    """Names that code reads from the module, and that neither it nor Python defines."""
    bound = {name for s in tree.body for name in binds(s)} | set(dir(builtins))
    bound |= {"__file__", "__name__", "__doc__"}
    table = symtable.symtable(ast.unparse(tree), "<pasted>", "exec")
    return {name for name in _globals(table) if name not in bound}


def _globals(table: symtable.SymbolTable) -> set[str]:
    top = table.get_type() == "module"
    own = {
        s.get_name()
        for s in table.get_symbols()
        if s.is_referenced() and (s.is_global() or top) and not (top and s.is_assigned())
    }
    return own.union(*(_globals(child) for child in table.get_children()))


def _import(name: str, text: str) -> ast.Import | ast.ImportFrom | None:
    if name == "config" and "floatX" not in text:
        return None
    if name == "T" and "T.nnet" not in text and "T.dot" not in text:
        return None
    if name in MODULES:
        module, inner = MODULES[name]
        if inner is None:
            return _placed(ast.Import([_alias(module, name)]))
        return _placed(ast.ImportFrom(module, [_alias(inner, name)], 0))
    if name in TUTORIAL:
        return _own("tutorial", name)
    if name in FUNCTIONS:
        return _own("torch_functions" if "torch" in text else "numpy_functions", name)
    return None


def _own(module: str, name: str) -> ast.ImportFrom:
    return _placed(ast.ImportFrom(f"{__name__}.{module}", [_alias(name, name)], 0))


def _alias(name: str, asname: str) -> ast.alias:
    return ast.alias(name, None if name == asname else asname, lineno=1, col_offset=0)


def _placed(node: Imports) -> Imports:
    node.lineno = node.end_lineno = 1
    node.col_offset = node.end_col_offset = 0
    return node
