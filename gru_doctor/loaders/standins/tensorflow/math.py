"""tensorflow.python.ops.math_ops and nn_ops: functions of numbers."""

from __future__ import annotations

from typing import Any

import torch

from gru_doctor.loaders.standins.tensorflow.tensor import Function, binary, dtype_of, op
from gru_doctor.loaders.standins.values import plain


def unary(compute: Function) -> Function:
    """A function of one value that takes a name, and ignores it."""

    @op
    def apply(x: Any, name: Any = None) -> Any:
        return compute(plain(x))

    return apply


def reducing(compute: Function) -> Function:
    """A function over some axes, by any of the names that they and keep_dims had."""

    @op
    def apply(
        input_tensor: Any,
        axis: Any = None,
        keep_dims: Any = None,
        name: Any = None,
        reduction_indices: Any = None,
        keepdims: Any = None,
    ) -> Any:
        x = plain(input_tensor)
        chosen = reduction_indices if axis is None else axis
        axes = range(x.ndim) if chosen is None else _listed(chosen)
        # From the last to the first, so that the others keep their numbers.
        for one in sorted((int(a) % x.ndim for a in axes), reverse=True):
            x = compute(x, one, bool(keep_dims or keepdims))
        return x

    return apply


def _listed(axes: Any) -> list[Any]:
    return list(axes) if isinstance(axes, (list, tuple)) else [axes]


@op
def matmul(a: Any, b: Any, transpose_a: bool = False, transpose_b: bool = False, **_: Any) -> Any:
    """The product of matrices; the axes before the last two count along."""
    a, b = plain(a), plain(b)
    if min(a.ndim, b.ndim) < 2:
        raise ValueError(f"matmul takes matrices, not {a.ndim} and {b.ndim} axes")
    return (a.mT if transpose_a else a) @ (b.mT if transpose_b else b)


@op
def cast(x: Any, dtype: Any, name: Any = None) -> Any:
    """The same numbers in another type."""
    return plain(x).to(dtype_of(dtype))


@op
def to_float(x: Any, name: Any = None) -> Any:
    """The same numbers as floats."""
    return plain(x).double()


@op
def add_n(inputs: Any, name: Any = None) -> Any:
    """The sum of a list of values of one shape."""
    return torch.stack([plain(x) for x in inputs]).sum(0)


@op
def argmax(input: Any, axis: Any = None, name: Any = None, dimension: Any = None) -> Any:
    """The place of the largest entry along an axis."""
    return torch.argmax(plain(input), int((axis if dimension is None else dimension) or 0))


@op
def clip_by_value(t: Any, clip_value_min: Any, clip_value_max: Any, name: Any = None) -> Any:
    """The value, no less and no more than these."""
    t = plain(t)
    low, high = (plain(v).to(t.dtype) for v in (clip_value_min, clip_value_max))
    return torch.minimum(torch.maximum(t, low), high)


@op
def tensordot(a: Any, b: Any, axes: Any, name: Any = None) -> Any:
    """The sum over these axes."""
    return torch.tensordot(plain(a), plain(b), dims=axes)


@op
def einsum(equation: str, *inputs: Any, **_: Any) -> Any:
    """The sum that the letters describe."""
    return torch.einsum(equation, *[plain(x) for x in inputs])


@op
def bias_add(value: Any, bias: Any, data_format: Any = None, name: Any = None) -> Any:
    """A vector added along the last axis."""
    return plain(value) + plain(bias)


@op
def xw_plus_b(x: Any, weights: Any, biases: Any, name: Any = None) -> Any:
    """x W + b"""
    return plain(x) @ plain(weights) + plain(biases)


@op
def softmax(logits: Any, axis: Any = -1, name: Any = None, dim: Any = None) -> Any:
    """Along the last axis."""
    return torch.softmax(plain(logits), int(axis if dim is None else dim))


@op
def dropout(x: Any, keep_prob: Any = None, *_: Any, **__: Any) -> Any:
    """The value itself: a network is examined without dropout."""
    return plain(x)


ACTIVATIONS: dict[str, Function] = {
    "sigmoid": unary(torch.sigmoid), "tanh": unary(torch.tanh), "relu": unary(torch.relu),
    "relu6": unary(torch.nn.functional.relu6), "elu": unary(torch.nn.functional.elu),
    "selu": unary(torch.selu), "softplus": unary(torch.nn.functional.softplus),
    "softsign": unary(torch.nn.functional.softsign), "softmax": softmax, "dropout": dropout,
    "bias_add": bias_add, "xw_plus_b": xw_plus_b,
    "log_softmax": unary(lambda x: torch.log_softmax(x, -1)),
}  # fmt: skip

_REDUCING: dict[str, Function] = {
    "sum": torch.sum, "mean": torch.mean, "max": torch.amax, "min": torch.amin,
    "prod": torch.prod, "any": torch.any, "all": torch.all, "logsumexp": torch.logsumexp,
}  # fmt: skip

_BINARY: dict[str, Function] = {
    "add": torch.add, "subtract": torch.sub, "sub": torch.sub, "multiply": torch.mul,
    "mul": torch.mul, "divide": torch.true_divide, "div": torch.true_divide,
    "truediv": torch.true_divide, "floordiv": torch.floor_divide, "mod": torch.remainder,
    "pow": torch.pow, "maximum": torch.maximum, "minimum": torch.minimum, "equal": torch.eq,
    "not_equal": torch.ne, "less": torch.lt, "less_equal": torch.le, "greater": torch.gt,
    "greater_equal": torch.ge, "logical_and": torch.logical_and, "logical_or": torch.logical_or,
    "squared_difference": lambda x, y: (x - y) ** 2,
}  # fmt: skip

_UNARY = (
    "exp", "log", "log1p", "sqrt", "rsqrt", "square", "abs", "sign", "sin", "cos", "floor", "ceil",
    "round", "logical_not", "sigmoid", "tanh", "negative", "reciprocal",
)  # fmt: skip

FUNCTIONS: dict[str, Function] = {
    **{name: unary(getattr(torch, name)) for name in _UNARY},
    **{f"reduce_{name}": reducing(compute) for name, compute in _REDUCING.items()},
    **{name: binary(compute) for name, compute in _BINARY.items()},
    "neg": unary(torch.neg), "matmul": matmul, "batch_matmul": matmul, "cast": cast,
    "to_float": to_float, "add_n": add_n, "argmax": argmax, "arg_max": argmax,
    "clip_by_value": clip_by_value, "tensordot": tensordot, "einsum": einsum,
}  # fmt: skip
