"""Types: every float is float64, whatever the code asks for; integers and booleans stay."""

from __future__ import annotations

from typing import Any

import torch

from gru_doctor.loaders.standins.theano.ops import op
from gru_doctor.loaders.standins.theano.variable import Variable, lift
from gru_doctor.loaders.standins.values import of_kind


class Config:
    """theano.config: takes every setting, and answers float64 for floatX."""

    compute_test_value = "off"
    device = "cpu"
    mode = "FAST_RUN"
    optimizer = "fast_run"
    exception_verbosity = "low"

    @property
    def floatX(self) -> str:
        """The type of floats."""
        return "float64"

    @floatX.setter
    def floatX(self, dtype: str) -> None:
        """Asking for another one changes nothing."""


config = Config()


def dtype_of(name: Any) -> torch.dtype:
    """torch's type for a Theano or NumPy one; floats of any width are float64."""
    text = getattr(name, "__name__", None) or str(name)
    text = text.removeprefix("torch.")
    if "float" in text or "double" in text:
        return torch.float64
    dtype = getattr(torch, text, None)
    if not isinstance(dtype, torch.dtype):
        raise TypeError(f"the theano stand-in has no dtype {name}")
    return dtype


@op
def cast(x: Any, dtype: Any) -> Any:
    """The same numbers in another type."""
    x = lift(x)
    result = x.to(dtype_of(dtype))
    return keeping(result, x.pattern)


def keeping(result: Any, pattern: tuple[bool, ...] | None) -> Any:
    """The result, with this broadcast pattern."""
    if not pattern or not any(pattern):
        return result
    fresh = of_kind(result, Variable)
    fresh.pattern = pattern
    return fresh


def joint(result: Any, *operands: Any) -> Any:
    """The result of an elementwise operation: an axis broadcasts where it does in every operand."""
    if not any(x.pattern for x in operands):
        return result
    tensors = [x for x in operands if isinstance(x, Variable)]
    full = [(True,) * (result.ndim - x.ndim) + x.broadcastable for x in tensors]
    return keeping(result, tuple(all(axis) for axis in zip(*full, strict=True)))


def number(x: Any) -> Any:
    """The value ready for arithmetic: a boolean counts as an int8, as in Theano."""
    x = lift(x)
    return keeping(of_kind(x.to(torch.int8), Variable), x.pattern) if x.dtype is torch.bool else x


def floating(x: Any) -> Any:
    """The value as float64."""
    x = lift(x)
    if x.is_floating_point():
        return x
    return keeping(of_kind(x.to(torch.float64), Variable), x.pattern)
