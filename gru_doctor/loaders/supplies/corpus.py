"""A small text in place of the corpus that a language model reads as it starts."""

from __future__ import annotations

import ast
import copy
import io

TEXT = "a b c d e f g\nab ba\n" * 40
"""Nine characters, and as many words."""


def opened(mode: str = "r") -> io.StringIO | io.BytesIO:
    """The text as a file."""
    return io.BytesIO(TEXT.encode()) if "b" in mode else io.StringIO(TEXT)


def small(tree: ast.Module) -> tuple[ast.Module, list[str]]:
    """The code with every file that it opens at its top replaced by the small text, and a note."""
    swap = _Swap()
    body = [swap.visit(s) for s in copy.deepcopy(tree.body)]
    if not swap.lines:
        return tree, []
    alias = ast.alias("opened", NAME)
    taken = ast.ImportFrom(__name__, [alias], 0)
    place = sum(isinstance(s, ast.ImportFrom) and s.module == "__future__" for s in body)
    made = ast.Module([*body[:place], _first(taken), *body[place:]], [])
    lines = ", ".join(map(str, swap.lines))
    return made, [f"what it opens (line {lines}) is read as a small text of our own"]


NAME = "__gru_corpus__"


class _Swap(ast.NodeTransformer):
    def __init__(self) -> None:
        self.lines: list[int] = []

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.FunctionDef:
        return node

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.ClassDef:
        return node

    def visit_Call(self, node: ast.Call) -> ast.AST:
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if name == "open":
            self.lines.append(node.lineno)
            modes: list[ast.expr] = [a for a in node.args[1:2] if isinstance(a, ast.Constant)]
            made = ast.Call(ast.Name(NAME, ast.Load()), modes, [k for k in node.keywords if k.arg == "mode"])
            return ast.fix_missing_locations(ast.copy_location(made, node))
        if name == "read_text":
            self.lines.append(node.lineno)
            return ast.copy_location(ast.Constant(TEXT), node)
        return self.generic_visit(node)


def _first(node: ast.ImportFrom) -> ast.stmt:
    node.lineno, node.col_offset = 1, 0
    return ast.fix_missing_locations(node)
