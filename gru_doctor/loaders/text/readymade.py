"""Ready-made cells and layers of a framework that a file only makes, calls or inherits: decided by its
text."""

from __future__ import annotations

import ast
import re
from typing import Any

from gru_doctor.loaders.text.bindings import reads
from gru_doctor.loaders.text.source import Source, unguarded
from gru_doctor.loaders.text.usage import calls
from gru_doctor.records import Target

READY = re.compile(r"^(GRU|LSTM|RNN|SimpleRNN|MGU)(Cell|CellBase|Layer)?(V\d|_v\d)?$|OptimizedLSTMCell")


def ready_made(source: Source) -> list[Target]:
    """`cell = torch.nn.GRUCell(3, 7)` and `class Cell(torch.nn.GRUCell)` at the top of the file; where
    functions of two arguments use such an object, these functions instead."""
    body = list(unguarded(source.tree.body))
    made = {name: node for node in body if (name := _made(node)) is not None}
    steps = [n for n in body if isinstance(n, ast.FunctionDef) and len(n.args.args) > 1]
    users = {n.name: n for n in steps if reads(n) & made.keys()}
    return [Target(source.path, name, node.lineno) for name, node in (users or made).items()]


def _made(node: ast.stmt) -> str | None:
    """The name that a top-level statement gives to a ready-made cell."""
    if isinstance(node, ast.ClassDef):
        return node.name if any(_is_ready(base) for base in node.bases) else None
    if not isinstance(node, ast.Assign) or not any(READY.match(name) for name in calls(node.value)):
        return None
    target = node.targets[0]
    return target.id if isinstance(target, ast.Name) else None


def _is_ready(base: ast.expr) -> bool:
    return bool(READY.match(ast.unparse(base).rpartition(".")[2]))


def runs_over_time(thing: Any) -> bool:
    """A layer of PyTorch's, or a subclass: torch.nn.GRU, not torch.nn.GRUCell."""
    return any(c.__name__ == "RNNBase" for c in type(thing).__mro__)


def layer_inside(thing: Any) -> Any | None:
    """The first such layer that a module is or holds."""
    modules = getattr(thing, "modules", None)
    held = modules() if callable(modules) and hasattr(thing, "_modules") else [thing]
    return next((m for m in held if runs_over_time(m)), None)
