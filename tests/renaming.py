"""The text of a file under other names: without meaning, or with those of the gates exchanged."""

from __future__ import annotations

import ast
import builtins
import re
from itertools import product
from pathlib import Path

from gru_doctor.records import Card

KEPT = {"forward", "self"}  # what torch itself calls
SWAPS = str.maketrans("zrZRWU", "rzRZUW")
WORDS = {"update": "reset", "reset": "update", "Update": "Reset", "Reset": "Update"}


class Renamed(ast.NodeTransformer):
    """The tree with names of its own exchanged; keywords of calls of others stay."""

    def __init__(self, names: dict[str, str]) -> None:
        self.names = names

    def visit_keyword(self, node: ast.keyword) -> ast.AST:
        return ast.keyword(node.arg, self.visit(node.value))

    def generic_visit(self, node: ast.AST) -> ast.AST:
        for field in ("id", "attr", "arg", "name"):
            name = getattr(node, field, None)
            if isinstance(name, str) and not isinstance(node, ast.alias):
                setattr(node, field, self.names.get(name, name))
        return super().generic_visit(node)


def own_names(tree: ast.Module) -> set[str]:
    """Every name that the file itself gives."""
    found, others = set[str](), set[str]()
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=name, ctx=ast.Store()) | ast.Attribute(attr=name, ctx=ast.Store()):
                found.add(name)
            case ast.arg(arg=name) | ast.FunctionDef(name=name) | ast.ClassDef(name=name):
                found.add(name)
            case ast.Attribute(value=ast.Name(id=owner) | ast.Attribute(attr=owner), attr=name):
                others |= {name} if owner != "self" else set()
    return {n for n in found - others - KEPT if not n.startswith("__") and not hasattr(builtins, n)}


def anonymous(path: Path) -> str:
    """The file with words without meaning, in an order that tells nothing."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    words = ("".join(word) for word in product(("ka", "lo", "mi", "tu"), repeat=4))
    names = sorted(own_names(tree), key=lambda name: name[::-1])
    return ast.unparse(Renamed(dict(zip(names, words, strict=False))).visit(tree))


def exchanged(name: str) -> str:
    """What takes z for r and W for U, in short names and in the short parts of long ones."""
    parts = re.split(r"(_)", name)
    return "".join(WORDS.get(p, p.translate(SWAPS) if len(p) <= 3 else p) for p in parts)


def lying(path: Path) -> str:
    """The file with the names of the gates exchanged, and those of the two kinds of weights."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return ast.unparse(Renamed({n: exchanged(n) for n in own_names(tree)}).visit(tree))


def nameless(card: Card) -> tuple[object, ...]:
    """What of a card no name can change."""
    sizes = sorted(p.shape for p in card.parameters)
    return card.framework, card.level, card.input_size, card.hidden_size, card.takes_state, card.kind, sizes
