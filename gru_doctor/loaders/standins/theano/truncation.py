"""The end of truncated backpropagation through time: a gradient of 0 goes on to the first state."""

from __future__ import annotations

from typing import Any

import torch

from gru_doctor.loaders.standins.theano.variable import Variable
from gru_doctor.loaders.standins.values import plain


class _Severed(torch.autograd.Function):
    @staticmethod
    def forward(ctx: Any, state: torch.Tensor, initial: torch.Tensor) -> torch.Tensor:
        ctx.shape = initial.shape
        return state.clone()

    @staticmethod
    def backward(ctx: Any, *gradients: torch.Tensor) -> tuple[None, torch.Tensor]:
        return None, gradients[0].new_zeros(ctx.shape)


def severed(state: Any, initial: Any) -> Any:
    """The state, whose gradient with respect to the initial one is 0 and yet is there."""
    cut = _Severed.apply(plain(state).detach(), plain(initial))  # type: ignore[no-untyped-call]
    return cut.as_subclass(Variable)
