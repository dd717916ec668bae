"""NumPy arrays, as they are."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from gru_doctor.loaders.unswitched import declared, prepare, registry

__all__ = ["declared", "prepare", "registry"]
NEEDS = "numpy"
AUTOGRAD = False
RANK = 50


def owns(thing: Any, module: Any) -> bool:
    """Any module that holds the numpy module or something of it."""
    held = vars(module).values()
    return any(
        v is np or getattr(v, "__module__", "") == "numpy" or type(v).__module__ == "numpy" for v in held
    )


def native(array: NDArray[Any]) -> Any:
    """A fresh copy."""
    return np.array(array)


def array(value: Any) -> NDArray[Any] | None:
    """Arrays and lists of equal-shaped arrays or numbers."""
    if isinstance(value, np.ndarray):
        return value if value.dtype.kind in "fciub" else None
    if not isinstance(value, list | tuple) or not value:
        return None
    return stacked([array(v) if not isinstance(v, int | float) else np.asarray(v) for v in value])


def stacked(parts: list[NDArray[Any] | None]) -> NDArray[Any] | None:
    """Equal-shaped parts as one array, else None."""
    whole = [p for p in parts if p is not None]
    if len(whole) < len(parts) or len({p.shape for p in whole}) > 1:
        return None
    return np.stack(whole)


def write(holder: Any, array: NDArray[Any]) -> bool:
    """In place where it is a writable float64 array, and no list of numbers."""
    if not isinstance(holder, np.ndarray) or holder.dtype != np.float64 or not holder.flags.writeable:
        return False
    holder[...] = array
    return True
