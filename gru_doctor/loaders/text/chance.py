"""The source of random numbers that code asks for, told by what it does with it."""

from __future__ import annotations

import ast
import sys
from typing import Any

import numpy as np

from gru_doctor.loaders.text.usage import called_name

SEEDED = {"RandomState", "default_rng", "manual_seed", "PRNGKey", "key", "seed", "Random", "Generator"}


class Numbers(np.random.RandomState):
    """The old generator, with the new one's name for whole numbers."""

    integers = np.random.RandomState.randint


def chance(node: ast.AST | None, name: str) -> Any:
    """A seed where code makes a generator of it, a key where it hands it to JAX, else a generator."""
    calls = [n for n in ast.walk(node) if isinstance(n, ast.Call)] if node is not None else []
    given = [c for c in calls if any(isinstance(a, ast.Name) and a.id == name for a in c.args)]
    if any(called_name(c) in SEEDED for c in given):
        return 0
    jax = sys.modules.get("jax")
    used = any(isinstance(c.func, ast.Attribute) and _of(c.func, name) for c in calls)
    return jax.random.PRNGKey(0) if jax is not None and given and not used else Numbers(0)


def _of(method: ast.Attribute, name: str) -> bool:
    return isinstance(method.value, ast.Name) and method.value.id == name
