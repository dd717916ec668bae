"""Hard-coded GPUs: the code is run on the CPU, and a note says where it asks for another device."""

from __future__ import annotations

import ast
import re
import sys
from typing import Any

DEVICE = re.compile(r"^(cuda|gpu|mps)(:\d+)?$")


class _OnCpu(ast.NodeTransformer):
    """Replaces the names of devices; `lines` are those that give no choice."""

    def __init__(self) -> None:
        self.lines: list[int] = []

    def visit_IfExp(self, node: ast.IfExp) -> ast.AST:
        lines = list(self.lines)
        made = self.generic_visit(node)
        if "available" in ast.unparse(node.test):
            self.lines = lines
        return made

    def visit_Constant(self, node: ast.Constant) -> ast.AST:
        if not isinstance(node.value, str) or not DEVICE.match(node.value):
            return node
        self.lines.append(node.lineno)
        return ast.copy_location(ast.Constant("cpu"), node)

    def visit_Call(self, node: ast.Call) -> ast.AST:
        if isinstance(node.func, ast.Attribute) and node.func.attr == "cuda":
            self.lines.append(node.lineno)
        return self.generic_visit(node)


def on_cpu(tree: ast.Module) -> tuple[ast.Module, list[str]]:
    """The same code with "cuda" read as "cpu", and a note a line."""
    change = _OnCpu()
    made = change.visit(tree)
    lines = sorted(set(change.lines))
    return made, [f"GRU506: a GPU is hard-coded in line {n}; run on the CPU" for n in lines]


def without_cuda() -> None:
    """`.cuda()` hands back what it is called on, where torch has no GPU."""
    torch = sys.modules.get("torch")
    if torch is None or torch.cuda.is_available():
        return
    for kind in (torch.Tensor, torch.nn.Module):
        kind.cuda = _itself


def _itself(thing: Any, *_: Any, **__: Any) -> Any:
    return thing
