"""What a file expects around it: old frameworks stood in for, float64, the CPU."""

from __future__ import annotations

import ast
import os
import sys
from collections.abc import Iterator, Sequence
from importlib import import_module, util
from pathlib import Path

from gru_doctor.loaders.executing.absent import shadowed
from gru_doctor.loaders.standins import MODULES, absent, install, remove

_registered: list[str] = []


def surround(tree: ast.Module, folders: Sequence[str | Path] = ()) -> list[str]:
    """Stand in for what the file imports and neither the machine has nor its `folders`; torch computes in
    float64.

    Returns notes. What was stood in for the file before is taken away first, so that each file
    starts anew.
    """
    remove(_registered)
    _registered.clear()
    imported = set(imported_names(tree))
    wanted = [m for m in MODULES if m in imported and absent(m) and _written(m)]
    early = _of_old_keras(tree)
    if early and "keras" in wanted and absent("theano") and "theano" not in wanted:
        wanted.append("theano")
    notes = [f"{name} is not installed: run on a stand-in over torch" for name in wanted]
    for name in wanted:
        package = "keras_later" if name == "keras" and not early else name
        _registered.extend(install(name, package))
    if wanted or "torch" in imported:
        double_precision()
    if imported & {"jax", "flax", "haiku", "equinox"}:
        os.environ["JAX_ENABLE_X64"] = "1"
    if "keras" in imported and "keras" not in wanted:
        _keras_on_torch()
    notes += _numpy_for_cupy(tree)
    shadows, told = shadowed(tree, folders)
    _registered.extend(shadows)
    return notes + told


def _keras_on_torch() -> None:
    """Keras 3 computes on torch, in float64, whatever the file asks for."""
    double_precision()
    os.environ["KERAS_BACKEND"] = "torch"
    import_module("keras").config.set_floatx("float64")


def double_precision() -> None:
    """New tensors are float64, so that rounding hides nothing."""
    import torch

    torch.set_default_dtype(torch.float64)


def _written(name: str) -> bool:
    return util.find_spec(f"gru_doctor.loaders.standins.{name}") is not None


def imported_names(tree: ast.Module) -> Iterator[str]:
    """Top-level names of the packages that are imported anywhere."""
    yield from (name.split(".")[0] for name in _paths(tree))


def _paths(tree: ast.Module) -> Iterator[str]:
    """All that is imported, each name with its module."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (a.name for a in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield from (f"{node.module or ''}.{a.name}" for a in node.names)


OLD_KERAS = ("keras.initializations", "keras.utils.theano_utils", "keras.layers.core.MaskedLayer", "theano")


def _of_old_keras(tree: ast.Module) -> bool:
    """Whether a file imports what only Keras 0.x had."""
    return any(path == old or path.startswith(f"{old}.") for path in _paths(tree) for old in OLD_KERAS)


def _numpy_for_cupy(tree: ast.Module) -> list[str]:
    """CuPy's arrays are NumPy's on another device; a guarded import is left to its own fallback."""
    bare = any(
        isinstance(s, ast.Import) and any(a.name.split(".")[0] == "cupy" for a in s.names) for s in tree.body
    )
    if not bare or not absent("cupy"):
        return []
    import numpy as np

    sys.modules["cupy"] = np
    _registered.append("cupy")
    return ["cupy is not installed: run on NumPy"]
