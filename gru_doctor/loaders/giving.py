"""Functions that can make weights, told by what they return, where their names do not tell."""

from __future__ import annotations

import ast

from gru_doctor.loaders.usage import called_name, squashes

CONTAINERS = (ast.Dict, ast.Tuple, ast.List, ast.DictComp, ast.ListComp)


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
