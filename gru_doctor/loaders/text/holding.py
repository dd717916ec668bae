"""Which arguments hold named things, weights or sizes, told by how code looks into them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Literal

from gru_doctor.loaders.text.names import size_role
from gru_doctor.loaders.text.signature import DICT_METHODS, unpacked

OF_ARRAYS = {
    "T", "dot", "size", "ndim", "dtype", "reshape", "sum", "mean", "matmul", "mm", "abs", "device", "mul",
    "unsqueeze", "squeeze", "view", "transpose", "t", "dim", "astype", "type", "to", "new_zeros", "at",
    "expand", "detach", "repeat", "chunk", "split", "unbind", "permute", "contiguous", "float", "data",
    "clone", "dimshuffle", "max", "min", "copy_", "requires_grad", "tanh", "sigmoid",
}  # fmt: skip


def holds(node: ast.AST | None, name: str) -> bool:
    """Whether code takes named things out of an argument: `p['Wz']`, `p[prefix + '_U']`, `p.Wz`,
    `Wz, Uz, bz = p`."""
    return node is not None and (any(_keys(node, name)) or len(unpacked(node, name)) > 2)


def container_role(node: ast.AST | None, name: str) -> Literal["config", "weights", ""]:
    """What an argument holds: sizes, weights, or nothing by name."""
    if node is None or not holds(node, name):
        return ""
    keys = list(_keys(node, name))
    return "config" if keys and all(size_role(k) != "unknown" for k in keys) else "weights"


def _keys(node: ast.AST, name: str) -> Iterator[str]:
    for n in ast.walk(node):
        match n:
            case ast.Subscript(value=ast.Name(id=owner), slice=key) if owner == name:
                yield from _texts(key)
            case ast.Attribute(value=ast.Name(id=owner), attr=part) if owner == name:
                yield from {part} - OF_ARRAYS - DICT_METHODS


def _texts(key: ast.expr) -> Iterator[str]:
    """The words of a key, which may be put together from several."""
    parts = (key.left, key.right) if isinstance(key, ast.BinOp) else (key,)
    yield from (p.value for p in parts if isinstance(p, ast.Constant) and isinstance(p.value, str))
