"""TensorFlow and Keras cells on their stand-in: tensors of torch, variables kept by name."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from gru_doctor.loaders.frameworks import torch as base
from gru_doctor.loaders.standins.tensorflow.tensor import lift
from gru_doctor.loaders.standins.tensorflow.variables import variables
from gru_doctor.loaders.unswitched import declared, prepare

__all__ = ["declared", "prepare"]
NEEDS = "tensorflow"
RANK = 5
AUTOGRAD = True

array = base.array
follow, pulled_back, write = base.follow, base.pulled_back, base.write


def owns(thing: Any, module: Any) -> bool:
    """Objects of files that hold something of TensorFlow, or whose class has a base of it."""
    kind = thing if isinstance(thing, type) else type(thing)
    if any(c.__module__.startswith(_STOOD) for c in kind.__mro__):
        return True
    homes = (
        getattr(v, "__name__", "") if isinstance(v, type(module)) else getattr(v, "__module__", "")
        for v in vars(module).values()
    )
    return any(str(h).startswith(("tensorflow", _STOOD)) for h in homes)


_STOOD = "gru_doctor.loaders.standins.tensorflow"


def native(array: NDArray[Any]) -> Any:
    """A fresh tensor with TensorFlow's methods."""
    return lift(np.array(array))


def tracked(value: Any) -> Any:
    """A leaf that autograd follows."""
    return value.requires_grad_(True)


def registry() -> dict[str, Any]:
    """Every variable made by get_variable."""
    return variables
