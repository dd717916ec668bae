"""Theano on its stand-in: tensors of torch with Theano's methods."""

from __future__ import annotations

from types import ModuleType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gru_doctor.loaders.frameworks import torch as base
from gru_doctor.loaders.standins.theano.variable import lift

NEEDS = "theano"
RANK = 6
AUTOGRAD = True
STOOD = ("theano", "gru_doctor.loaders.standins.theano", "gru_doctor.loaders.standins.keras")

array, declared, registry = base.array, base.declared, base.registry
follow, pulled_back, tracked, write = base.follow, base.pulled_back, base.tracked, base.write


def owns(thing: Any, module: Any) -> bool:
    """Objects of files that hold something of Theano, or of Keras on it."""
    held = vars(module).values()
    names = (getattr(v, "__name__" if isinstance(v, ModuleType) else "__module__", "") for v in held)
    return any(str(name).startswith(STOOD) for name in names)


def native(array: NDArray[Any]) -> Any:
    """A fresh tensor with Theano's methods."""
    return lift(np.array(array))


def prepare(thing: Any) -> tuple[str, ...]:
    """Nothing to switch."""
    return ()
