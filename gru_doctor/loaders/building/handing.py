"""Weights that a step only hands on to a helper of the file, which takes them apart."""

from __future__ import annotations

import ast

from gru_doctor.loaders.text.arguments import Uses
from gru_doctor.loaders.text.containers import received
from gru_doctor.loaders.text.holding import container_role
from gru_doctor.loaders.text.names import call_role
from gru_doctor.loaders.text.signature import definition
from gru_doctor.loaders.text.usage import called_name

DEEPEST = 3


def handed_on(tree: ast.Module, node: ast.FunctionDef) -> Uses | None:
    """The arguments not called weights that some helper finds weights in; None where there are none."""
    names = [a.arg for a in node.args.args if call_role(a.arg) in ("unknown", "array")]
    held = tuple(name for name in names if _weights(tree, node, name, DEEPEST))
    return Uses("", "", {}, held) if held else None


def _weights(tree: ast.Module, node: ast.AST, name: str, deep: int) -> bool:
    """Whether a function, or one that it hands an argument on to, takes named weights out of it."""
    if container_role(node, name) == "weights":
        return True
    calls = [n for n in ast.walk(node) if isinstance(n, ast.Call)] if deep else []
    return any(_taken_apart(tree, call, name, deep - 1) for call in calls)


def _taken_apart(tree: ast.Module, call: ast.Call, name: str, deep: int) -> bool:
    helper = definition(tree, called_name(call))
    if not isinstance(helper, ast.FunctionDef):
        return False
    own = received(call, helper, name)
    return bool(own) and _weights(tree, helper, own, deep)
