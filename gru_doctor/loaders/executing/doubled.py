"""Code that asks for float32 read as if it asked for float64, so that no digits are lost on the way."""

from __future__ import annotations

import ast
from copy import deepcopy

NARROW = {"float32", "float16", "bfloat16", "single", "half"}
NAMES = {"float32", "float16", "single", "half", "f", "f4", "f2", "<f4", "=f4", "torch.FloatTensor"}
METHODS = {"float", "half", "bfloat16"}
TENSORS = {"FloatTensor": "DoubleTensor", "HalfTensor": "DoubleTensor"}


class _Doubling(ast.NodeTransformer):
    """Replaces dtypes; `changed` counts them."""

    changed = 0

    def visit_Attribute(self, node: ast.Attribute) -> ast.AST:
        self.generic_visit(node)
        torch_float = node.attr == "float" and isinstance(node.value, ast.Name) and node.value.id == "torch"
        if node.attr in NARROW or torch_float:
            self._to(node, "float64")
        elif node.attr in TENSORS:
            self._to(node, TENSORS[node.attr])
        return node

    def visit_Call(self, node: ast.Call) -> ast.AST:
        called = node.func
        if isinstance(called, ast.Attribute) and called.attr in METHODS and not node.args:
            self._to(called, "double")
        if isinstance(called, ast.Attribute) and called.attr in ("astype", "type", "dtype", "to", "view"):
            node.args = [self._named(a) for a in node.args]
        return self.generic_visit(node)

    def visit_keyword(self, node: ast.keyword) -> ast.AST:
        if node.arg == "dtype":
            node.value = self._named(node.value)
        return self.generic_visit(node)

    def visit_Constant(self, node: ast.Constant) -> ast.AST:
        return self._named(node) if node.value in ("float32", "float16") else node

    def _to(self, node: ast.Attribute, name: str) -> None:
        node.attr = name
        self.changed += 1

    def _named(self, node: ast.expr) -> ast.expr:
        """A dtype told by its name."""
        if not isinstance(node, ast.Constant) or node.value not in NAMES:
            return node
        self.changed += 1
        wide = "torch.DoubleTensor" if str(node.value).startswith("torch") else "float64"
        return ast.copy_location(ast.Constant(wide), node)


def doubled(tree: ast.Module) -> ast.Module:
    """A copy of the same code in float64, every line where it was."""
    made: ast.Module = _Doubling().visit(deepcopy(tree))
    return made


def narrows(tree: ast.Module) -> bool:
    """Whether code asks for float32 anywhere."""
    change = _Doubling()
    change.visit(deepcopy(tree))
    return change.changed > 0
