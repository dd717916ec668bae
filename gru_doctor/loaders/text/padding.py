"""Whether an argument tells which steps are padding, by what code does with it."""

from __future__ import annotations

import ast
from functools import lru_cache
from typing import Literal

from gru_doctor.loaders.text.bindings import paired
from gru_doctor.loaders.text.usage import called_name

ORDERS = (ast.Lt, ast.LtE, ast.Gt, ast.GtE)
CHOOSES = {"where", "masked_fill", "masked_select"}
PACKS = {"pack_padded_sequence": slice(1, 2), "sequence_mask": slice(1)}
"""Where the lengths stand among what is handed over, unless by their name."""


@lru_cache(maxsize=512)
def padding_role(node: ast.AST | None, name: str) -> Literal["lengths", "mask", ""]:
    """`t < n` tells lengths; `1 - m` and `where(m, new, old)` tell a mask, whole or step by step."""
    if node is None:
        return ""
    names = _aliases(node, name)
    if any(_ordered(n, names) for n in ast.walk(node)):
        return "lengths"
    weighs = any(_weighs(n, names) for n in ast.walk(node)) or _multiplies_alone(node, names)
    return "mask" if weighs else ""


def _multiplies_alone(node: ast.AST, names: set[str]) -> bool:
    """Whether code multiplies number by number with a part of it, and hands it to no call and no matrix
    product."""
    times = False
    if not any(isinstance(n, ast.Subscript) and _of(n, names) for n in ast.walk(node)):
        return False
    for n in ast.walk(node):
        if not any(_of(side, names) for side in _sides(n)):
            continue
        if not (isinstance(n, ast.BinOp) and isinstance(n.op, ast.Mult)):
            return False
        times = True
    return times


def _sides(node: ast.AST) -> list[ast.expr]:
    """The operands of an operator, or what a call or a list is given."""
    match node:
        case ast.BinOp(left=left, right=right):
            return [left, right]
        case ast.Call(args=given) | ast.List(elts=given):
            return given
    return []


def _aliases(node: ast.AST, name: str) -> set[str]:
    """The name, and what its steps are called: `m = mask[t]`, `for x, m in zip(xs, mask)`."""
    names = {name}
    for n in ast.walk(node):
        if isinstance(n, ast.Assign):
            names |= {
                t.id
                for t, value in paired(n.targets[0], n.value)
                if isinstance(t, ast.Name) and _of(value, names)
            }
        elif isinstance(n, ast.For):
            names |= _looped(n, names)
    return names


def _looped(loop: ast.For, names: set[str]) -> set[str]:
    given = loop.iter.args if isinstance(loop.iter, ast.Call) and called_name(loop.iter) == "zip" else []
    targets = loop.target.elts if isinstance(loop.target, ast.Tuple) else [loop.target]
    pairs = zip(targets, given or [loop.iter], strict=False)
    return {t.id for t, source in pairs if isinstance(t, ast.Name) and _of(source, names)}


def _of(node: ast.expr, names: set[str]) -> bool:
    """Whether an expression is one of the names, or a part or another shape of it."""
    while isinstance(node, ast.Subscript | ast.Attribute | ast.Call):
        node = node.func if isinstance(node, ast.Call) else node.value
    return isinstance(node, ast.Name) and node.id in names


def _ordered(node: ast.AST, names: set[str]) -> bool:
    if isinstance(node, ast.Call) and called_name(node) in PACKS:
        named = [k.value for k in node.keywords if k.arg == "lengths"]
        return any(_of(a, names) for a in (*node.args[PACKS[called_name(node)]], *named))
    if not isinstance(node, ast.Compare) or not isinstance(node.ops[0], ORDERS):
        return False
    sides = (node.left, node.comparators[0])
    return any(_of(s, names) for s in sides) and not any(isinstance(s, ast.Constant) for s in sides)


def _weighs(node: ast.AST, names: set[str]) -> bool:
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Sub):
        return isinstance(node.left, ast.Constant) and node.left.value == 1 and _of(node.right, names)
    chooses = isinstance(node, ast.Call) and called_name(node) in CHOOSES and node.args
    return bool(chooses) and isinstance(node, ast.Call) and _of(node.args[0], names)
