"""keras.ops: NumPy's functions under NumPy's names, as Keras 3 has them."""

from __future__ import annotations

from typing import Any

import torch

from gru_doctor.loaders.standins.tensorflow.arrays import FUNCTIONS as ARRAYS
from gru_doctor.loaders.standins.tensorflow.arrays import sizes
from gru_doctor.loaders.standins.tensorflow.keras.names import ACTIVATIONS
from gru_doctor.loaders.standins.tensorflow.math import FUNCTIONS as MATH
from gru_doctor.loaders.standins.tensorflow.tensor import Function, lift, op
from gru_doctor.loaders.standins.values import plain


@op
def split(x: Any, indices_or_sections: Any, axis: int = 0) -> Any:
    """In so many equal parts, or at these places."""
    cut = indices_or_sections
    where = list(cut) if isinstance(cut, (list, tuple)) else int(cut)
    return list(torch.tensor_split(plain(x), where, dim=axis))


@op
def dot(a: Any, b: Any) -> Any:
    """The last axis of a with the last but one of b."""
    a, b = plain(a), plain(b)
    return torch.tensordot(a, b, dims=([-1], [max(b.ndim - 2, 0)]))


@op
def matmul(a: Any, b: Any) -> Any:
    """The product of matrices, or of a matrix and a vector."""
    return plain(a) @ plain(b)


@op
def concatenate(xs: Any, axis: int = -1) -> Any:
    """Values one behind the other."""
    return torch.cat([plain(x) for x in xs], axis)


@op
def slice_update(inputs: Any, start_indices: Any, updates: Any) -> Any:
    """The value with a part of it replaced."""
    made, new = plain(inputs).clone(), plain(updates)
    starts = [int(n) for n in start_indices]
    made[tuple(slice(s, s + n) for s, n in zip(starts, new.shape, strict=True))] = new
    return made


@op
def full(shape: Any, fill_value: Any, dtype: Any = None) -> Any:
    """One number in this shape."""
    return torch.full(sizes(shape), float(fill_value))


_SAME = (
    "zeros", "ones", "zeros_like", "ones_like", "expand_dims", "squeeze", "transpose", "reshape", "stack",
    "unstack", "shape", "where", "tile", "one_hot", "stop_gradient",
)  # fmt: skip
_REDUCED = ("sum", "mean", "max", "min", "prod", "any", "all")
_PLAIN = (
    "add", "subtract", "multiply", "divide", "maximum", "minimum", "exp", "log", "sqrt", "square", "abs",
    "sign", "round", "negative", "einsum", "cast", "equal", "not_equal", "less", "less_equal", "greater",
    "greater_equal", "logical_and", "logical_or", "logical_not", "tensordot", "argmax",
)  # fmt: skip
FUNCTIONS: dict[str, Function] = {
    **{name: ARRAYS[name] for name in _SAME},
    **{name: MATH[f"reduce_{name}"] for name in _REDUCED},
    **{name: MATH[name] for name in _PLAIN},
    **ACTIVATIONS,
    "flip": ARRAYS["reverse"], "take": ARRAYS["gather"], "arange": ARRAYS["range"],
    "convert_to_tensor": lift, "clip": MATH["clip_by_value"], "split": split, "dot": dot,
    "matmul": matmul, "concatenate": concatenate, "slice_update": slice_update, "full": full,
    "power": MATH["pow"], "eye": ARRAYS["eye"],
}  # fmt: skip
