"""Which definitions code tokens one-hot and walk over them, by their text alone."""

from __future__ import annotations

import ast
import re

from gru_doctor.loaders.text.recurring import handed_to
from gru_doctor.loaders.text.usage import LOOPS, called_name, calls, squashes

CODES = re.compile(r"one_?hot|^eye$|^identity$|to_categorical", re.I)
GATES = re.compile(r"sigm|expit|logistic|squash|σ", re.I)
DRAWS = re.compile(r"^choice$|multinomial|^argmax$|^categorical$", re.I)


def token_entries(node: ast.AST | None, tree: ast.Module) -> tuple[str, ...]:
    """The methods of a class that have a recurrence over tokens written inside; "" for a function
    that has. The gates may be made by functions of the file."""
    if isinstance(node, ast.ClassDef):
        methods = [n for n in node.body if isinstance(n, ast.FunctionDef)]
        return tuple(m.name for m in methods if _over_tokens(m, tree))
    return ("",) if isinstance(node, ast.FunctionDef) and _over_tokens(node, tree) else ()


def _over_tokens(node: ast.FunctionDef, tree: ast.Module) -> bool:
    """One-hot coding, a loop, and a gate beside another activation, or a tanh alone, in one body; what
    draws the next token samples."""
    if not any(_codes(n) for n in ast.walk(node)) or any(DRAWS.search(name) for name in calls(node)):
        return False
    whole = [node, *handed_to(tree, [node])]
    gated = any(_gates(n) for part in whole for n in ast.walk(part)) and squashes(whole) >= 2
    plain = any(name == "tanh" for name in calls(node))
    return (gated or plain) and any(isinstance(n, LOOPS) for n in ast.walk(node))


def _gates(node: ast.AST) -> bool:
    """`sigmoid(a)`, or its `1 + np.exp(-a)`; a softmax has neither."""
    if not isinstance(node, ast.BinOp) or not isinstance(node.op, ast.Add):
        return bool(GATES.search(called_name(node)))
    one = isinstance(node.left, ast.Constant) and node.left.value == 1
    return one and called_name(node.right) == "exp"


def _codes(node: ast.AST) -> bool:
    """`x[i] = 1` with an index that is computed, or a call that gives such an x."""
    if not isinstance(node, ast.Assign):
        return bool(CODES.search(called_name(node)))
    one = isinstance(node.value, ast.Constant) and node.value.value == 1
    places = [t for t in node.targets if isinstance(t, ast.Subscript)]
    return one and any(not isinstance(t.slice, ast.Constant | ast.Slice) for t in places)
