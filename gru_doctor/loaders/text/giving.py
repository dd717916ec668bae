"""What functions give, by what they return: weights that they make, or gates for another to mix."""

from __future__ import annotations

import ast
import re

from gru_doctor.loaders.text.usage import SQUASHES, called_name, squashes

CONTAINERS = (ast.Dict, ast.Tuple, ast.List, ast.DictComp, ast.ListComp)
STATE = re.compile(r"^h|h$|h_|_h|hid|state|out|new|next|^s_?t?$", re.I)
MANY = 3


def gives_container(node: ast.AST | None) -> bool:
    """Whether a function returns a container that it builds or fills, and computes no state."""
    if not isinstance(node, ast.FunctionDef) or squashes([node]):
        return False
    returned = [n.value for n in ast.walk(node) if isinstance(n, ast.Return) and n.value is not None]
    held = {_stored(n) for n in ast.walk(node)} - {""}
    return any(isinstance(v, CONTAINERS) or _record(v) or ast.unparse(v) in held for v in returned)


def _record(node: ast.expr) -> bool:
    """Whether a call makes a record: `Weights(…)`, `SimpleNamespace(…)`."""
    return called_name(node)[:1].isupper()


def _stored(node: ast.AST) -> str:
    """The variable that becomes a container here, or is filled."""
    match node:
        case ast.Assign(targets=[ast.Name(id=name)], value=value) if isinstance(value, CONTAINERS):
            return name
        case ast.Subscript(value=ast.Name(id=name), ctx=ast.Store()):
            return name
    return ""


def gives_parts(node: ast.AST) -> bool:
    """Whether a function gives several values and no state among them: gates, for another to mix."""
    returns = [n.value for n in ast.walk(node) if isinstance(n, ast.Return) and n.value is not None]
    if isinstance(node, ast.ClassDef) or not returns:
        return False
    last = returns[-1]
    parts = last.elts if isinstance(last, ast.Tuple) else last.args if isinstance(last, ast.Call) else []
    return len(parts) >= MANY and not any(_may_be_state(p) for p in parts)


def _may_be_state(part: ast.expr) -> bool:
    if isinstance(part, ast.Name | ast.Attribute):
        return STATE.search(ast.unparse(part)) is not None
    return not isinstance(part, ast.Call) or not SQUASHES.search(called_name(part))
