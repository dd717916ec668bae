"""Activations and initializers, as objects, as functions and by their names in strings."""

from __future__ import annotations

from collections.abc import Callable
from math import sqrt
from typing import Any

import torch

from gru_doctor.loaders.standins.tensorflow.arrays import sizes
from gru_doctor.loaders.standins.tensorflow.cells import snake
from gru_doctor.loaders.standins.tensorflow.initializers import (
    FUNCTIONS as FIRST,
)
from gru_doctor.loaders.standins.tensorflow.initializers import (
    random_normal,
    random_uniform,
    truncated_normal,
)
from gru_doctor.loaders.standins.tensorflow.math import ACTIVATIONS as NN
from gru_doctor.loaders.standins.tensorflow.math import unary
from gru_doctor.loaders.standins.tensorflow.tensor import Function

__all__ = [
    "ACTIVATIONS", "INITIALIZERS", "activation", "initializer", "random_normal", "random_uniform",
]  # fmt: skip


def unchanged(thing: Any = None, *_: Any, **__: Any) -> Any:
    """A decorator without effect, used bare or with options: tf.function, register_keras_serializable."""
    return thing if callable(thing) else lambda decorated: decorated


@unary
def hard_sigmoid(x: torch.Tensor) -> torch.Tensor:
    """0.2 x + 0.5, cut at 0 and 1, as Keras had it before 3."""
    return torch.clamp(0.2 * x + 0.5, 0.0, 1.0)


ACTIVATIONS: dict[str, Function] = {
    **{n: NN[n] for n in ("sigmoid", "tanh", "relu", "elu", "selu", "softplus", "softsign", "softmax")},
    "hard_sigmoid": hard_sigmoid,
    "linear": unary(lambda x: x),
    "exponential": unary(torch.exp),
    "swish": unary(torch.nn.functional.silu),
    "silu": unary(torch.nn.functional.silu),
    "gelu": unary(torch.nn.functional.gelu),
    "leaky_relu": unary(torch.nn.functional.leaky_relu),
}


def activation(identifier: Any) -> Any:
    """The function of this name; None is the identity."""
    if identifier is None:
        return ACTIVATIONS["linear"]
    if not isinstance(identifier, str):
        return identifier
    if identifier not in ACTIVATIONS:
        raise ValueError(f"the keras stand-in has no activation {identifier!r}")
    return ACTIVATIONS[identifier]


def _by_fans(draw: Callable[..., Any], spread: Callable[[int, int], float]) -> Callable[..., Any]:
    """An initializer whose scale follows from the numbers of inputs and outputs; settings are ignored."""

    def configured(*_: Any, **__: Any) -> Callable[..., Any]:
        def first(shape: Any, dtype: Any = None, **_: Any) -> Any:
            fans = sizes(shape)
            return draw(shape, spread(fans[0], fans[-1]))

        return first

    return configured


def _normal(shape: Any, deviation: float) -> Any:
    return truncated_normal(shape, 0.0, deviation)


def _even(shape: Any, bound: float) -> Any:
    return random_uniform(shape, -bound, bound)


_OBJECTS: dict[str, Callable[..., Any]] = {
    "Zeros": FIRST["zeros_initializer"], "Ones": FIRST["ones_initializer"],
    "Constant": FIRST["constant_initializer"], "Identity": FIRST["identity_initializer"],
    "Orthogonal": FIRST["orthogonal_initializer"],
    "RandomUniform": FIRST["random_uniform_initializer"],
    "RandomNormal": FIRST["random_normal_initializer"],
    "TruncatedNormal": FIRST["truncated_normal_initializer"],
    "GlorotUniform": FIRST["glorot_uniform_initializer"],
    "GlorotNormal": FIRST["glorot_normal_initializer"],
    "HeUniform": _by_fans(_even, lambda i, o: sqrt(6.0 / i)),
    "HeNormal": _by_fans(_normal, lambda i, o: sqrt(2.0 / i)),
    "LecunUniform": _by_fans(_even, lambda i, o: sqrt(3.0 / i)),
    "LecunNormal": _by_fans(_normal, lambda i, o: sqrt(1.0 / i)),
    "VarianceScaling": _by_fans(_normal, lambda i, o: sqrt(1.0 / i)),
}  # fmt: skip
_BY_NAME = {snake(name): make for name, make in _OBJECTS.items()} | {
    "uniform": _OBJECTS["RandomUniform"], "normal": _OBJECTS["RandomNormal"],
    "zero": _OBJECTS["Zeros"], "one": _OBJECTS["Ones"],
}  # fmt: skip
INITIALIZERS: dict[str, Any] = _OBJECTS | _BY_NAME


def initializer(identifier: Any) -> Any:
    """The initializer of this name, or the one given; None is left to the variable."""
    if not isinstance(identifier, str):
        return identifier() if isinstance(identifier, type) else identifier
    if identifier not in INITIALIZERS:
        raise ValueError(f"the keras stand-in has no initializer {identifier!r}")
    return INITIALIZERS[identifier]()
