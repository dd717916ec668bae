"""What surrounds a graph in TensorFlow 1: sessions, gradients, contexts without effect."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import torch

from gru_doctor.errors import CallTrouble
from gru_doctor.loaders.standins.tensorflow import nest
from gru_doctor.loaders.standins.tensorflow.tensor import Tensor, lift
from gru_doctor.loaders.standins.tensorflow.variables import get_variable, variable_scope


class Session:
    """Everything has its value already; `run` gives it as NumPy arrays."""

    def __init__(self, *_: Any, **__: Any) -> None:
        pass

    def run(self, fetches: Any, feed_dict: Any = None, **_: Any) -> Any:
        """The numbers, in the form in which they were asked for."""
        if feed_dict:
            # The value fed belongs before computations that are over: another one would be ignored.
            raise CallTrouble(
                "the tensorflow stand-in computes at once, so nothing can be fed to a session",
                "give the cell its numbers as arguments; gru-doctor init writes a file to do so",
            )
        if isinstance(fetches, torch.Tensor):
            return lift(fetches).eval()
        return [self.run(one) for one in fetches] if nest.is_sequence(fetches) else fetches

    def close(self) -> None:
        """Nothing to close."""

    def __enter__(self) -> Session:
        return self

    def __exit__(self, *_: object) -> None:
        return None


def gradients(ys: Any, xs: Any, grad_ys: Any = None, name: Any = None, **_: Any) -> list[Any]:
    """∂(Σ ys)/∂x for each of xs; None where nothing depends on it."""
    values, wanted = nest.flatten(ys), nest.flatten(xs)
    seeds = [torch.ones_like(y) for y in values] if grad_ys is None else nest.flatten(grad_ys)
    found = torch.autograd.grad(values, wanted, seeds, retain_graph=True, allow_unused=True)
    return [None if g is None else g.as_subclass(Tensor) for g in found]


@contextmanager
def nothing(*_: Any, **__: Any) -> Iterator[None]:
    """A context without effect: device, control_dependencies."""
    yield


def noop(*_: Any, **__: Any) -> None:
    """A call without effect: initializers of variables, log messages."""


def cond(pred: Any, true_fn: Any = None, false_fn: Any = None, **kwargs: Any) -> Any:
    """One of two functions, called."""
    yes, no = kwargs.get("fn1", true_fn), kwargs.get("fn2", false_fn)
    return yes() if bool(pred) else no()


def while_loop(cond: Callable[..., Any], body: Callable[..., Any], loop_vars: Any, **_: Any) -> Any:
    """The body, as long as the condition holds."""
    state = loop_vars
    while bool(cond(*state)):
        new = body(*state)
        state = new if nest.is_sequence(new) else [new]
    return state


def dense(
    inputs: Any,
    units: int,
    activation: Any = None,
    use_bias: bool = True,
    kernel_initializer: Any = None,
    bias_initializer: Any = None,
    name: str | None = None,
    **_: Any,
) -> Any:
    """tf.layers.dense: x W + b, with variables of its own in the scope `name`."""
    inputs = lift(inputs)
    with variable_scope(name or "dense"):
        kernel = get_variable("kernel", [inputs.shape[-1], units], None, kernel_initializer)
        product = inputs @ kernel
        if use_bias:
            product = product + get_variable("bias", [units], None, bias_initializer)
    return product if activation is None else activation(product)
