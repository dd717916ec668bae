"""Lengths of axes: numbers to compute with that remember they were read off a tensor."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


class Length(int):
    """The length of an axis, known only once the code runs.

    Theano and TensorFlow 1 see a symbol where we see a number. The difference matters for a length
    of 1: written out it makes an axis that broadcasts, read off a tensor it does not.
    """

    @property
    def value(self) -> int:
        """The number, as TensorFlow 1's `Dimension` gives it."""
        return int(self)

    def eval(self) -> int:
        """The number, as a Theano variable gives it."""
        return int(self)

    def astype(self, dtype: Any) -> float | int:
        """The number as a float or an integer."""
        return int(self) if "int" in str(dtype) else float(self)


class Count(Length):
    """The number of entries: `x.size` to Theano, `x.size()` to torch's own Python code."""

    shape: tuple[int, ...]

    def __call__(self, axis: int | None = None) -> Any:
        """The shape, or the length of one axis."""
        return self.shape if axis is None else self.shape[axis]


def _closed(name: str) -> Callable[[Length, Any], Any]:
    compute = getattr(int, name)

    def apply(self: Length, other: Any) -> Any:
        result = compute(self, other)
        return Length(result) if type(result) is int else result

    return apply


for _name in ("add", "sub", "mul", "floordiv", "mod"):
    for _method in (f"__{_name}__", f"__r{_name}__"):
        setattr(Length, _method, _closed(_method))


def broadcastable(lengths: Any) -> tuple[bool, ...]:
    """Which axes of these lengths broadcast: those whose 1 is written in the code."""
    return tuple(type(n) is not Length and not hasattr(n, "ndim") and n == 1 for n in lengths)
