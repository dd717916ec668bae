"""tensorflow.python.ops.init_ops: first values of variables, and random numbers.

They come from a generator of their own, so that two runs of a file start alike.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from math import sqrt
from typing import Any

import torch

from gru_doctor.loaders.standins.tensorflow.arrays import constant, eye, ones, sizes, zeros
from gru_doctor.loaders.standins.tensorflow.tensor import Tensor
from gru_doctor.loaders.standins.values import plain

GENERATOR = torch.Generator()


def _draws(shape: Any) -> torch.Tensor:
    return torch.empty(sizes(shape), dtype=torch.float64)


def random_uniform(shape: Any, minval: Any = 0, maxval: Any = 1, *_: Any, **__: Any) -> Any:
    """Even between two numbers."""
    spread = float(maxval) - float(minval)
    drawn = _draws(shape).uniform_(generator=GENERATOR) * spread + float(minval)
    return drawn.as_subclass(Tensor)


def random_normal(shape: Any, mean: float = 0.0, stddev: float = 1.0, *_: Any, **__: Any) -> Any:
    """Normal with this mean and standard deviation."""
    return _draws(shape).normal_(mean, stddev, generator=GENERATOR).as_subclass(Tensor)


def truncated_normal(shape: Any, mean: float = 0.0, stddev: float = 1.0, *_: Any, **__: Any) -> Any:
    """Normal, no further from the mean than two standard deviations."""
    drawn = _draws(shape)
    low, high = mean - 2 * stddev, mean + 2 * stddev
    torch.nn.init.trunc_normal_(drawn, mean, stddev, low, high, generator=GENERATOR)
    return drawn.as_subclass(Tensor)


def _orthogonal(shape: Any, gain: float = 1.0) -> Any:
    drawn = _draws(shape)
    torch.nn.init.orthogonal_(drawn, gain, generator=GENERATOR)
    return drawn.as_subclass(Tensor)


def _glorot_uniform(shape: Any) -> Any:
    fans = sizes(shape)
    bound = sqrt(6.0 / (fans[0] + fans[-1]))
    return random_uniform(shape, -bound, bound)


def _glorot_normal(shape: Any) -> Any:
    fans = sizes(shape)
    return truncated_normal(shape, 0.0, sqrt(2.0 / (fans[0] + fans[-1])))


class Initializer:
    """Makes the first value of a variable from its shape; the function that draws has settings."""

    def __init__(self, make: Callable[..., Any], settings: tuple[Any, ...]) -> None:
        self.make, self.settings = make, settings

    def __call__(self, shape: Any, dtype: Any = None, partition_info: Any = None) -> Any:
        """The value."""
        return self.make(shape, *self.settings)


def _initializer(make: Callable[..., Any], *names: str) -> Callable[..., Initializer]:
    """The function that takes an initializer's settings, by name or in this order."""

    def configure(*args: Any, **kwargs: Any) -> Initializer:
        given = dict(zip(names, args, strict=False)) | kwargs
        defaults = inspect.signature(make).parameters
        return Initializer(make, tuple(given.get(n, defaults[n].default) for n in names))

    configure.makes = Initializer(make, ())  # type: ignore[attr-defined]
    return configure


def _constant(shape: Any, value: Any = 0) -> Any:
    return constant(value, shape=shape).double()


FUNCTIONS: dict[str, Any] = {
    "constant_initializer": _initializer(_constant, "value"),
    "zeros_initializer": _initializer(lambda shape: zeros(shape)),
    "ones_initializer": _initializer(lambda shape: ones(shape)),
    "identity_initializer": _initializer(lambda shape: eye(*sizes(shape))),
    "random_uniform_initializer": _initializer(random_uniform, "minval", "maxval"),
    "random_normal_initializer": _initializer(random_normal, "mean", "stddev"),
    "truncated_normal_initializer": _initializer(truncated_normal, "mean", "stddev"),
    "orthogonal_initializer": _initializer(_orthogonal, "gain"),
    "glorot_uniform_initializer": _initializer(_glorot_uniform),
    "glorot_normal_initializer": _initializer(_glorot_normal),
}
RANDOM = {
    "random_uniform": random_uniform, "random_normal": random_normal,
    "truncated_normal": truncated_normal, "set_random_seed": GENERATOR.manual_seed,
}  # fmt: skip


def first_value(initializer: Any, shape: Any, dtype: Any = None) -> torch.Tensor:
    """What a variable starts from: an initializer, the function that makes one, or the value."""
    initializer = getattr(initializer, "makes", initializer)
    if initializer is None:
        vector = len(sizes(shape)) < 2
        initializer = FUNCTIONS["zeros_initializer" if vector else "glorot_uniform_initializer"]()
    return plain(initializer(sizes(shape), dtype=dtype) if callable(initializer) else initializer)
