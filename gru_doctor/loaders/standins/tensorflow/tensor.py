"""Values as TensorFlow 1 code sees them, and the types and shapes it asks them for."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

import torch

from gru_doctor.loaders.standins.lengths import Count, Length
from gru_doctor.loaders.standins.slicing import sliced
from gru_doctor.loaders.standins.values import Value, dressed, plain

Function = Callable[..., Any]


class TensorShape(tuple[Length, ...]):
    """The lengths of the axes, all known."""

    @property
    def ndims(self) -> int:
        """The number of axes."""
        return len(self)

    @property
    def dims(self) -> list[Length]:
        """The lengths."""
        return list(self)

    def as_list(self) -> list[int]:
        """The lengths as plain numbers."""
        return [int(n) for n in self]

    def with_rank(self, rank: int) -> TensorShape:
        """The same shape, which must have this number of axes."""
        if len(self) != rank:
            raise ValueError(f"the shape {tuple(self)} has {len(self)} axes, not {rank}")
        return self

    def __getitem__(self, key: Any) -> Any:
        part = super().__getitem__(key)
        return TensorShape(part) if isinstance(key, slice) else part


class DType:
    """A type of numbers; every float is float64."""

    def __init__(self, name: str, torch_dtype: torch.dtype) -> None:
        self.name, self.torch_dtype = name, torch_dtype

    @property
    def base_dtype(self) -> DType:
        """The type itself."""
        return self

    @property
    def is_floating(self) -> bool:
        """Whether it is a float."""
        return self.torch_dtype.is_floating_point


_FLOATS = ("float16", "float32", "float64", "half", "double", "bfloat16")
_OTHERS = ("int8", "int16", "int32", "int64", "uint8", "bool")
DTYPES = {name: DType(name, torch.float64) for name in _FLOATS} | {
    name: DType(name, getattr(torch, name)) for name in _OTHERS
}


def dtype_of(dtype: Any) -> torch.dtype:
    """torch's type for one of TensorFlow, NumPy or torch, or for its name."""
    if isinstance(dtype, DType):
        return dtype.torch_dtype
    name = getattr(dtype, "__name__", None) or str(dtype).removeprefix("torch.")
    if name not in DTYPES:
        raise TypeError(f"the tensorflow stand-in has no dtype {dtype}")
    return DTYPES[name].torch_dtype


class Tensor(Value, framework="tensorflow"):
    """A value."""

    label: str | None = None

    @property
    def shape(self) -> Any:  # type: ignore[override]
        """The lengths of the axes."""
        return TensorShape(map(Length, super().shape))

    @property
    def size(self) -> Any:
        """The number of entries, for torch's own use."""
        count = Count(self.numel())
        count.shape = torch.Size(self.shape)
        return count

    @property
    def name(self) -> str | None:
        """The name, with the number of the output behind it."""
        return self.label and f"{self.label}:0"

    def numpy(self, **_: Any) -> Any:
        """The numbers, through which no gradient passes."""
        return plain(self).detach().numpy().copy()

    def get_shape(self) -> TensorShape:
        """The lengths of the axes."""
        shape: TensorShape = self.shape
        return shape

    def set_shape(self, shape: Any) -> None:
        """Nothing: the shape is known."""


class Variable(Tensor):
    """A stored array: a leaf of autograd, written with assign."""

    def assign(self, value: Any, *_: Any, **__: Any) -> Tensor:
        """Replace the numbers."""
        self.data = plain(value).detach().to(self.dtype).clone()
        return self.read_value()

    def assign_add(self, delta: Any, *_: Any, **__: Any) -> Tensor:
        """Add to the numbers."""
        return self.assign(plain(self).detach() + plain(delta).detach())

    def assign_sub(self, delta: Any, *_: Any, **__: Any) -> Tensor:
        """Subtract from the numbers."""
        return self.assign(plain(self).detach() - plain(delta).detach())

    def read_value(self) -> Tensor:
        """The value."""
        return self.as_subclass(Tensor)

    value = initialized_value = read_value


def lift(value: Any, dtype: Any = None, name: Any = None, **_: Any) -> Any:
    """The value as a `Tensor`; a list of values is stacked."""
    if isinstance(value, Tensor) and not isinstance(value, Variable) and dtype is None:
        return value
    if isinstance(value, (list, tuple)) and any(isinstance(v, torch.Tensor) for v in value):
        value = torch.stack([plain(v) for v in value])
    bare = plain(value)
    return (bare if dtype is None else bare.to(dtype_of(dtype))).as_subclass(Tensor)


def op(compute: Function) -> Function:
    """Make a function of torch tensors one of TensorFlow values."""

    @wraps(compute)
    def call(*args: Any, **kwargs: Any) -> Any:
        with torch._C.DisableTorchFunctionSubclass():
            return dressed(compute(*args, **kwargs), Tensor, args)

    return call


def binary(compute: Function) -> Function:
    """A function of two values that takes a name, and ignores it."""

    @op
    def apply(x: Any, y: Any, name: Any = None) -> Any:
        return compute(plain(x), plain(y))

    return apply


def _reflected(function: Function) -> Function:
    def apply(x: Any, y: Any) -> Any:
        return function(y, x)

    return apply


def _attach() -> None:
    infix: dict[str, Function] = {
        "add": torch.add, "sub": torch.sub, "mul": torch.mul, "truediv": torch.true_divide,
        "floordiv": torch.floor_divide, "mod": torch.remainder, "pow": torch.pow,
        "matmul": torch.matmul,
    }  # fmt: skip
    for name, compute in infix.items():
        function = binary(compute)
        for method in (name, f"i{name}"):
            # A value never changes: `a += b` binds a to a new one.
            setattr(Tensor, f"__{method}__", function)
        setattr(Tensor, f"__r{name}__", _reflected(function))
    for name in ("lt", "le", "gt", "ge"):
        setattr(Tensor, f"__{name}__", binary(getattr(torch, name)))
    Tensor.__getitem__ = op(lambda x, key: sliced(plain(x), key))  # type: ignore[method-assign]
    # `==` asks whether two values are the same one, so that they can be looked up in lists.
    for name in ("__eq__", "__ne__", "__hash__"):
        setattr(Tensor, name, getattr(object, name))


_attach()
