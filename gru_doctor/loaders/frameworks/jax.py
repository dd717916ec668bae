"""JAX arrays, and what Flax, Haiku and Equinox make of them: nothing is changed in place, a stored
array is replaced where it is held."""

from __future__ import annotations

from types import ModuleType
from typing import Any

import jax
import numpy as np
from numpy.typing import NDArray

from gru_doctor.loaders.frameworks.numpy import stacked
from gru_doctor.loaders.unswitched import declared, prepare, registry

__all__ = ["declared", "prepare", "registry"]
NEEDS = "jax"
RANK = 20
AUTOGRAD = False
jax.config.update("jax_enable_x64", True)  # it may have been imported before the file was
FAMILY = {"jax", "flax", "haiku", "equinox"}


def owns(thing: Any, module: Any) -> bool:
    """Objects of the family, and of files that import one of it."""
    return any(_kin(value) for value in (thing, *vars(module).values()))


def _kin(value: Any) -> bool:
    home = value.__name__ if isinstance(value, ModuleType) else type(value).__module__
    return home.split(".")[0] in FAMILY


def native(array: NDArray[Any]) -> Any:
    """A JAX array; float64 where the array is, as 64 bits were switched on."""
    return jax.numpy.asarray(array)


def array(value: Any) -> NDArray[Any] | None:
    """JAX and NumPy arrays of numbers, what a variable of Flax NNX holds, and lists of equal-shaped ones."""
    if _is_variable(value):
        return array(value.get_raw_value())
    if isinstance(value, jax.Array | np.ndarray):
        numbers = jax.numpy.issubdtype(value.dtype, jax.numpy.number)
        return np.asarray(value) if numbers or value.dtype == bool else None
    if not isinstance(value, list | tuple) or not value:
        return None
    return stacked([array(v) for v in value])


def write(holder: Any, array: NDArray[Any]) -> bool:
    """Only a variable of Flax NNX can be written to."""
    if _is_variable(holder):
        holder.set_raw_value(native(array))
    return _is_variable(holder)


def _is_variable(value: Any) -> bool:
    return hasattr(value, "set_raw_value") and hasattr(value, "get_raw_value")
