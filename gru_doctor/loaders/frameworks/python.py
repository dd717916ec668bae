"""Plain lists of floats, without any array library."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from gru_doctor.loaders.unswitched import declared, prepare, registry

__all__ = ["declared", "prepare", "registry"]
NEEDS = "builtins"
AUTOGRAD = False
RANK = 90


def owns(thing: Any, module: Any) -> bool:
    """Whatever no array library owns."""
    return True


def native(array: NDArray[Any]) -> Any:
    """Nested lists."""
    return array.tolist()


def array(value: Any) -> NDArray[Any] | None:
    """Nested lists of numbers, all rows of one length."""
    if isinstance(value, np.ndarray):
        return value
    if not isinstance(value, list | tuple) or not value:
        return None
    try:
        made = np.array(value, dtype=float)
    except (TypeError, ValueError):
        return None
    return made


def write(holder: Any, array: NDArray[Any]) -> bool:
    """Element by element, so that every alias sees it."""
    if isinstance(holder, np.ndarray):
        holder[...] = array
        return True
    if not isinstance(holder, list):
        return False
    for i, part in enumerate(array.tolist()):
        holder[i] = part if not isinstance(part, list) else _written(holder[i], part)
    return True


def _written(row: Any, part: list[Any]) -> Any:
    if not isinstance(row, list):
        return part
    for j, value in enumerate(part):
        row[j] = value if not isinstance(value, list) else _written(row[j], value)
    return row
