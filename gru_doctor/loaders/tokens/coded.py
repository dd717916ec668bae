"""Which definitions code tokens one-hot and walk over them, by their text alone."""

from __future__ import annotations

import ast
import re

from gru_doctor.loaders.usage import LOOPS, called_name, calls, squashes

CODES = re.compile(r"one_?hot|^eye$|^identity$|to_categorical", re.I)
DRAWS = re.compile(r"^choice$|multinomial|^argmax$|^categorical$", re.I)


def token_entries(node: ast.AST | None) -> tuple[str, ...]:
    """The methods of a class that have a recurrence over tokens written inside; "" for a function
    that has."""
    if isinstance(node, ast.ClassDef):
        methods = [n for n in node.body if isinstance(n, ast.FunctionDef)]
        return tuple(m.name for m in methods if _over_tokens(m))
    return ("",) if isinstance(node, ast.FunctionDef) and _over_tokens(node) else ()


def _over_tokens(node: ast.FunctionDef) -> bool:
    """One-hot coding, a loop and activations in one body; what draws the next token samples."""
    if not any(_codes(n) for n in ast.walk(node)) or any(DRAWS.search(name) for name in calls(node)):
        return False
    return any(isinstance(n, LOOPS) for n in ast.walk(node)) and squashes([node]) >= 2


def _codes(node: ast.AST) -> bool:
    """`x[i] = 1` with an index that is computed, or a call that gives such an x."""
    if not isinstance(node, ast.Assign):
        return bool(CODES.search(called_name(node)))
    one = isinstance(node.value, ast.Constant) and node.value.value == 1
    places = [t for t in node.targets if isinstance(t, ast.Subscript)]
    return one and any(not isinstance(t.slice, ast.Constant | ast.Slice) for t in places)
