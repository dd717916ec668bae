"""Layers of a stack that are one and the same, and the expression that repeats one."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import numpy as np

from gru_doctor.checks.arrangement import Assembly
from gru_doctor.diagnosis.locating.place import Place, place_of, placed
from gru_doctor.errors import Trouble
from gru_doctor.loaders.text.source import read
from gru_doctor.records import Array, Finding, Proof, Span, Target
from gru_doctor.subject import Composed


def one_layer(whole: Composed, assembly: Assembly, target: Target) -> list[Finding]:
    """GRU121 where layers answer alike whatever numbers the whole has for its arrays: they share them."""
    whole.assign(assembly.weights)
    first, *others = (_answer(whole, k, assembly) for k in range(whole.card.parts))
    same = [k for k, a in enumerate(others, 2) if a is not None and first is not None and _equal(a, first)]
    if not same:
        return []
    spot = next(_repeating(target), None)
    told = ", ".join(map(str, same))
    return [
        placed(Finding(
            "GRU121", "shared-parameter", "error", None,
            f"of {whole.card.parts} layers number {told} is the first one again: a change of one changes all",
            expected="a layer of its own for each storey", actual="one layer",
            evidence=Proof(), remedy="make each layer anew: [Layer(…) for _ in range(n)]",
        ), spot, spot.text if spot else None)
    ]  # fmt: skip


def _answer(whole: Composed, number: int, assembly: Assembly) -> Array | None:
    try:
        return whole.part(number, 0, assembly.call).outputs
    except Trouble:
        return None


def _equal(a: Array, b: Array) -> bool:
    return np.array_equal(a, b)


def _repeating(target: Target) -> Iterator[Place]:
    """`[layer] * n` in the class of the target."""
    owners = (n for n in read(target.path).tree.body if isinstance(n, ast.ClassDef) and n.name == target.name)
    for node in (n for owner in owners for n in ast.walk(owner)):
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult) and _lists(node):
            end_line, end = node.end_lineno or node.lineno, node.end_col_offset or node.col_offset
            span = Span(target.path, node.lineno, node.col_offset + 1, end_line, end + 1)
            yield place_of(span, span)


def _lists(node: ast.BinOp) -> bool:
    return any(isinstance(side, ast.List | ast.Tuple) for side in (node.left, node.right))
