"""Gradients by autograd, and the functions that cut or bend them."""

from __future__ import annotations

from typing import Any

import torch

from gru_doctor.loaders.standins.theano.casting import floating
from gru_doctor.loaders.standins.theano.ops import op
from gru_doctor.loaders.standins.theano.variable import Variable, lift
from gru_doctor.loaders.standins.values import plain


class DisconnectedInputError(ValueError):
    """The cost does not depend on what its gradient is asked for."""


class NullTypeGradError(TypeError):
    """Named here because code imports it; nothing raises it."""


def grad(
    cost: Any, wrt: Any, consider_constant: Any = None, disconnected_inputs: str = "raise", **_: Any
) -> Any:
    """∂cost/∂wrt for one variable or each of a list, in the shapes of the variables."""
    if not isinstance(wrt, (list, tuple)):
        return derivative(cost, wrt, disconnected_inputs=disconnected_inputs)
    # One call each, so that each has a recipe of its own, as each has an update of its own.
    return [derivative(cost, one, disconnected_inputs=disconnected_inputs) for one in wrt]


def _grad(cost: Any, wrt: Any, disconnected_inputs: str = "raise") -> Any:
    cost = lift(cost)
    if cost.ndim != 0:
        raise TypeError(f"grad: the cost must be a scalar, it has {cost.ndim} axes")
    found = None
    if cost.requires_grad and wrt.requires_grad:
        (found,) = torch.autograd.grad(cost, wrt, retain_graph=True, create_graph=True, allow_unused=True)
    if found is None and disconnected_inputs == "raise":
        raise DisconnectedInputError("grad: the cost does not depend on a variable it is asked for")
    return (torch.zeros_like(plain(wrt)) if found is None else found).as_subclass(Variable)


_grad.__name__ = "grad"
derivative = op(_grad)


@op
def jacobian(expression: Any, wrt: Any, **_: Any) -> Any:
    """∂expression/∂wrt for a vector expression: one row for each of its entries."""
    return torch.stack([plain(grad(part, wrt)) for part in expression]).as_subclass(Variable)


@op
def disconnected_grad(x: Any) -> Any:
    """The value, through which no gradient passes."""
    return lift(x).detach()


@op
def grad_clip(x: Any, lower_bound: float, upper_bound: float) -> Any:
    """The value, whose gradient is cut at these bounds."""
    through = floating(x) * 1.0
    if through.requires_grad:
        through.register_hook(lambda g: torch.clamp(g, lower_bound, upper_bound))
    return through


FUNCTIONS = {
    "grad": grad, "jacobian": jacobian, "disconnected_grad": disconnected_grad,
    "consider_constant": disconnected_grad, "zero_grad": disconnected_grad, "grad_clip": grad_clip,
    "DisconnectedInputError": DisconnectedInputError, "NullTypeGradError": NullTypeGradError,
}  # fmt: skip
