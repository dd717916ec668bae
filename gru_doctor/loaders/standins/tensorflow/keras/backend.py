"""keras.backend: the functions that cells of Keras 1 and 2 are written with."""

from __future__ import annotations

from typing import Any

from gru_doctor.loaders.standins.tensorflow.arrays import FUNCTIONS as ARRAYS
from gru_doctor.loaders.standins.tensorflow.keras import ops
from gru_doctor.loaders.standins.tensorflow.keras.recurrent import rnn
from gru_doctor.loaders.standins.tensorflow.math import FUNCTIONS as MATH
from gru_doctor.loaders.standins.tensorflow.session import nothing
from gru_doctor.loaders.standins.tensorflow.tensor import Function, lift
from gru_doctor.loaders.standins.tensorflow.variables import variable


def bias_add(x: Any, bias: Any, data_format: Any = None) -> Any:
    """A vector added along the last axis."""
    return x + bias


def expand_dims(x: Any, axis: int = -1) -> Any:
    """A new axis of length 1, the last by default."""
    return ARRAYS["expand_dims"](x, axis)


def permute_dimensions(x: Any, pattern: Any) -> Any:
    """The axes in this order."""
    return ARRAYS["transpose"](x, pattern)


def in_train_phase(x: Any, alt: Any, training: Any = None) -> Any:
    """What is meant for use, not for training."""
    return alt() if callable(alt) else alt


def dropout(x: Any, level: Any = None, *_: Any, **__: Any) -> Any:
    """The value itself: a network is examined without dropout."""
    return x


def ndim(x: Any) -> int:
    """The number of axes."""
    return int(lift(x).ndim)


def epsilon() -> float:
    """The small number that keeps quotients finite."""
    return 1e-7


def floatx() -> str:
    """The type of floats."""
    return "float32"


def learning_phase() -> int:
    """0: not in training."""
    return 0


_TAKEN = (
    "sigmoid", "tanh", "hard_sigmoid", "relu", "softmax", "softplus", "elu", "concatenate", "stack",
    "zeros_like", "ones_like", "squeeze", "reshape", "transpose", "sum", "mean", "max",
    "min", "exp", "log", "sqrt", "square", "abs", "sign", "clip", "cast", "shape", "tile", "dot",
    "maximum", "minimum", "equal", "not_equal", "greater", "less", "one_hot", "zeros", "ones", "arange",
)  # fmt: skip
FUNCTIONS: dict[str, Function] = {
    **{name: ops.FUNCTIONS[name] for name in _TAKEN},
    **{
        f.__name__: f
        for f in (
            bias_add, expand_dims, permute_dimensions, in_train_phase, dropout, ndim, epsilon, floatx,
            learning_phase, rnn,
        )
    },
    "int_shape": ARRAYS["shape"], "variable": variable, "constant": ARRAYS["constant"],
    "switch": ARRAYS["where"], "gather": ARRAYS["gather"], "reverse": ARRAYS["reverse"],
    "batch_dot": MATH["matmul"], "pow": MATH["pow"], "name_scope": nothing,
    "stop_gradient": ARRAYS["stop_gradient"],
}  # fmt: skip
