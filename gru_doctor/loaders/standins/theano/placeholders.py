"""Inputs without a value: tensor.matrix("x") and its relatives."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from gru_doctor.loaders.standins.theano.deferred import Placeholder
from gru_doctor.loaders.standins.theano.remembering import remembered

_AXES = {
    "scalar": 0, "vector": 1, "row": 2, "col": 2, "matrix": 2,
    "tensor3": 3, "tensor4": 4, "tensor5": 5,
}  # fmt: skip
_DTYPES = {
    "": "float64", "f": "float64", "d": "float64",
    "b": "int8", "w": "int16", "i": "int32", "l": "int64",
}  # fmt: skip


@dataclass(frozen=True)
class TensorType:
    """A kind of tensor; called with a name it makes an input of that kind."""

    dtype: str
    broadcastable: tuple[bool, ...]

    def __call__(self, name: str | None = None) -> Placeholder:
        """An input."""
        return Placeholder(name, self.dtype, len(self.broadcastable))


def _maker(axes: int, dtype: str) -> Callable[..., Placeholder]:
    @remembered
    def make(name: str | None = None, dtype: str = dtype) -> Placeholder:
        return Placeholder(name, dtype, axes)

    return make


def _makers(make: Callable[..., Placeholder]) -> Callable[..., Any]:
    def several(*names: Any) -> Any:
        count = names[0] if names and isinstance(names[0], int) else None
        return [make(name) for name in ([None] * count if count else names)]

    return several


FUNCTIONS: dict[str, Callable[..., Any]] = {"TensorType": TensorType}
for _kind, _axes in _AXES.items():
    for _prefix, _dtype in _DTYPES.items():
        _make = _maker(_axes, _dtype)
        FUNCTIONS[_prefix + _kind] = _make
        _plural = {"matrix": "matrices"}.get(_kind, _kind + "s")
        FUNCTIONS[_prefix + _plural] = _makers(_make)
