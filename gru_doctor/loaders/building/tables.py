"""A table of vectors that a constructor is handed ready-made: `Encoder(hidden_size, embedding)`."""

from __future__ import annotations

import ast
import re
import sys
from functools import lru_cache
from typing import Any

TABLE = re.compile(r"emb|lookup|table|vectors", re.I)


@lru_cache(maxsize=512)
def handed(node: ast.AST | None) -> frozenset[str]:
    """The arguments, called like a table, that a class stores and then calls."""
    walked = list(ast.walk(node)) if node else []
    called = {n.func.attr for n in walked if isinstance(n, ast.Call) and isinstance(n.func, ast.Attribute)}
    stored = [(t, n.value) for n in walked if isinstance(n, ast.Assign) for t in n.targets]
    return frozenset(
        value.id
        for target, value in stored
        if isinstance(target, ast.Attribute) and target.attr in called
        if isinstance(value, ast.Name) and TABLE.search(value.id)
    )


def made(rows: int, width: int) -> Any:
    """Such a table; None where torch, whose modules are handed about like this, is not there."""
    torch = sys.modules.get("torch")
    return None if torch is None else torch.nn.Embedding(rows, width)
