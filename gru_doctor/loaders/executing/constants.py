"""Sizes that the file itself fixes: `HIDDEN_DIM = 128` is run as a few units, so that every weight can be
tried."""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterator

from gru_doctor.loaders.arrays.sizes import Sizes
from gru_doctor.loaders.text.names import size_role

LARGE = 16


def has_large(tree: ast.Module) -> bool:
    """Whether there is anything to shrink."""
    return any(True for _ in _large(tree))


def shrunk(tree: ast.Module, sizes: Sizes) -> tuple[ast.Module, list[str]]:
    """The code with large sizes among its top-level constants replaced, and a note on each; the code
    itself where there are none."""
    if not has_large(tree):
        return tree, []
    made, notes = copy.deepcopy(tree), []
    for name, constant in _large(made):
        small = sizes.d if size_role(name) in ("input_size", "vocabulary") else sizes.h
        notes.append(f"{name} = {constant.value!r} (line {constant.lineno}) is run as {small}")
        constant.value = small
    return made, notes


def _large(tree: ast.Module) -> Iterator[tuple[str, ast.Constant]]:
    for statement in tree.body:
        if not isinstance(statement, ast.Assign | ast.AnnAssign) or statement.value is None:
            continue
        targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
        for target in targets:
            yield from _pairs(target, statement.value)


def _pairs(target: ast.expr, value: ast.expr) -> Iterator[tuple[str, ast.Constant]]:
    """`H = 128` and `D, H = 28, 128`."""
    if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
        for inner, part in zip(target.elts, value.elts, strict=False):
            yield from _pairs(inner, part)
        return
    sized = isinstance(target, ast.Name) and size_role(target.id) in (
        "input_size",
        "hidden_size",
        "vocabulary",
    )
    number = isinstance(value, ast.Constant) and type(value.value) is int and value.value > LARGE
    if sized and number and isinstance(target, ast.Name) and isinstance(value, ast.Constant):
        yield target.id, value
