"""theano.tensor.nnet: activations and costs."""

from __future__ import annotations

from typing import Any

import torch

from gru_doctor.loaders.standins.theano.casting import floating, joint
from gru_doctor.loaders.standins.theano.elementwise import unary
from gru_doctor.loaders.standins.theano.ops import op
from gru_doctor.loaders.standins.theano.variable import lift
from gru_doctor.loaders.standins.values import plain

sigmoid = unary(torch.sigmoid)
softplus = unary(torch.nn.functional.softplus)
softsign = unary(torch.nn.functional.softsign)
elu = unary(torch.nn.functional.elu)
selu = unary(torch.selu)


@unary
def hard_sigmoid(x: Any) -> Any:
    """The line 0.2 x + 0.5, cut at 0 and 1."""
    return torch.clamp(0.2 * x + 0.5, 0.0, 1.0)


@unary
def ultra_fast_sigmoid(x: Any) -> Any:
    """Theano's approximation of the sigmoid by two curves and two constants, off by up to 0.07."""
    half = torch.abs(0.5 * x)
    near = 1.5 * half / (1 + half)
    far = 0.935409070603099 + 0.0458812946797165 * (half - 1.7)
    end = torch.full_like(half, 0.99505475368673)
    curve = torch.where(half < 1.7, near, torch.where(half < 3, far, end))
    return 0.5 * (torch.sign(x) * curve + 1)


@op
def relu(x: Any, alpha: Any = 0) -> Any:
    """x where it is positive, alpha x elsewhere."""
    x = floating(x)
    return joint(torch.where(x > 0, x, lift(alpha) * x), x)


@op
def softmax(x: Any, axis: int = -1) -> Any:
    """Along the last axis; a vector becomes a matrix of one row, as in Theano."""
    x = floating(x)
    return torch.softmax(x.reshape(1, -1) if x.ndim == 1 else x, axis)


@op
def logsoftmax(x: Any, axis: int = -1) -> Any:
    """The logarithm of `softmax`."""
    x = floating(x)
    return torch.log_softmax(x.reshape(1, -1) if x.ndim == 1 else x, axis)


@op
def binary_crossentropy(output: Any, target: Any) -> Any:
    """−target log output − (1 − target) log(1 − output), entry by entry."""
    output, target = floating(output), floating(target)
    return -(target * torch.log(output) + (1.0 - target) * torch.log1p(-output))


@op
def categorical_crossentropy(coding_dist: Any, true_dist: Any) -> Any:
    """−log of the probability of the true class, given by number or as a distribution."""
    coding, true = floating(coding_dist), plain(true_dist)
    if true.ndim == coding.ndim:
        return -torch.sum(true * torch.log(coding), coding.ndim - 1)
    chosen = torch.gather(coding, coding.ndim - 1, true.long().unsqueeze(-1))
    return -torch.log(chosen.squeeze(-1))


FUNCTIONS: dict[str, Any] = {
    "sigmoid": sigmoid, "softplus": softplus, "softsign": softsign, "elu": elu, "selu": selu,
    "hard_sigmoid": hard_sigmoid, "ultra_fast_sigmoid": ultra_fast_sigmoid, "relu": relu,
    "softmax": softmax, "logsoftmax": logsoftmax, "binary_crossentropy": binary_crossentropy,
    "categorical_crossentropy": categorical_crossentropy,
}  # fmt: skip
