"""Classes with `__slots__` hold their arrays where nobody looks: they get a `__dict__` like others."""

from __future__ import annotations

import ast

SLOTS = "__slots__"


def unslotted(node: ast.ClassDef) -> list[ast.stmt]:
    """The class without slots, which are named on it once it is made, for code that reads them."""
    named = [s for s in node.body if isinstance(s, ast.Assign) and _is_slots(s.targets)]
    for decorator in (d for d in node.decorator_list if isinstance(d, ast.Call)):
        decorator.keywords = [k for k in decorator.keywords if k.arg != "slots"]
    if not named:
        return [node]
    node.body = [s for s in node.body if s not in named] or [ast.copy_location(ast.Pass(), named[0])]
    of_class = ast.Attribute(ast.Name(node.name, ast.Load()), SLOTS, ast.Store())
    after = ast.copy_location(ast.Assign([of_class], named[-1].value), named[-1])
    return [node, ast.fix_missing_locations(after)]


def _is_slots(targets: list[ast.expr]) -> bool:
    return any(isinstance(t, ast.Name) and t.id == SLOTS for t in targets)
