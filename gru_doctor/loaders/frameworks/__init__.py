"""One module a framework, imported only when the user's file has brought the framework along."""

from __future__ import annotations

import importlib
import pkgutil
import sys
from collections.abc import Iterator
from typing import Any, Protocol, cast

import numpy as np
from numpy.typing import NDArray


class Framework(Protocol):
    """What the loader asks of a framework; each module of this folder answers it."""

    NEEDS: str
    RANK: int
    AUTOGRAD: bool

    def owns(self, thing: Any, module: Any) -> bool:
        """Whether the user's object computes with this framework."""
        ...

    def native(self, array: NDArray[Any]) -> Any:
        """A float64 array as the user's code eats it."""
        ...

    def array(self, value: Any) -> NDArray[Any] | None:
        """A value of the user's code as an array, or None where it is none."""
        ...

    def prepare(self, thing: Any) -> tuple[str, ...]:
        """Evaluation mode and float64; returns notes on what was switched."""
        ...

    def declared(self, thing: Any) -> dict[str, Any]:
        """Parameters the framework itself knows, by name."""
        ...

    def registry(self) -> dict[str, Any]:
        """Variables that live beside the user's objects, by name; changed in place."""
        ...

    def write(self, holder: Any, array: NDArray[Any]) -> bool:
        """Overwrite a native array in place; False where precision would be lost."""
        ...


class Differentiable(Framework, Protocol):
    """What a framework with AUTOGRAD answers besides."""

    def tracked(self, value: Any) -> Any:
        """A native input that gradients can be asked for."""
        ...

    def follow(self, holder: Any) -> None:
        """Make a stored parameter one that gradients can be asked for."""
        ...

    def pulled_back(self, outputs: list[Any], cotangents: list[Any], leaves: list[Any]) -> list[Any]:
        """Gradients of Σ cotangent ⊙ output by each leaf, None where there is none."""
        ...


def present() -> Iterator[Framework]:
    """The frameworks that the process has imported, the most special first."""
    found = []
    for info in pkgutil.iter_modules(__path__):
        if info.name == "python" or _brought(info.name):
            found.append(importlib.import_module(f"{__name__}.{info.name}"))
    yield from sorted((cast(Framework, m) for m in found), key=lambda m: m.RANK)


def _brought(name: str) -> bool:
    """An old framework counts only where it is stood in for; Keras stands on TensorFlow's stand-in."""
    if name not in ("tensorflow", "theano"):
        return name in sys.modules
    above = name == "tensorflow" and f"{_STANDINS}.keras_later" in sys.modules
    return f"{_STANDINS}.{name}" in sys.modules and (name in sys.modules or above)


_STANDINS = "gru_doctor.loaders.standins"


def framework_of(thing: Any, module: Any) -> Framework:
    """The framework that a user's object computes with."""
    return next(f for f in present() if f.owns(thing, module))


def numeric(value: Any) -> bool:
    """Whether a plain Python value is a number."""
    return isinstance(value, int | float | complex | np.number) and not isinstance(value, bool)
