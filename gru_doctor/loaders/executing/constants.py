"""Sizes that the file itself fixes: `HIDDEN_DIM = 128` is run as a few units, so that every weight can be
tried."""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterator
from typing import TypeGuard

from gru_doctor.loaders.arrays.sizes import Sizes
from gru_doctor.loaders.text.bindings import paired
from gru_doctor.loaders.text.names import size_role

LARGE = 16
SHRUNK = ("input_size", "hidden_size", "vocabulary")


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
        for target, value in (pair for t in targets for pair in paired(t, statement.value)):
            if isinstance(target, ast.Name) and size_role(target.id) in SHRUNK and _is_large(value):
                yield target.id, value


def _is_large(value: ast.expr) -> TypeGuard[ast.Constant]:
    return isinstance(value, ast.Constant) and type(value.value) is int and value.value > LARGE
