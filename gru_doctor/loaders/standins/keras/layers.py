"""The classes that a layer of one's own derives from.

An examiner sets `layer.input`, (B, T, D), and `layer.input_mask`, (B, T), and calls `get_output`.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from gru_doctor.loaders.standins.keras.sharing import alloc_zeros_matrix, floatX
from gru_doctor.loaders.standins.theano.casting import cast
from gru_doctor.loaders.standins.theano.reducing import FUNCTIONS as REDUCING
from gru_doctor.loaders.standins.theano.shaping import (
    addbroadcast,
    concatenate,
    dimshuffle,
    ones_like,
    shape_padright,
)
from gru_doctor.loaders.standins.theano.variable import lift


class Layer:
    """Something with parameters that turns an input into an output."""

    input: Any = None
    input_mask: Any = None
    previous: Any = None

    def __init__(self) -> None:
        self.params: list[Any] = []

    def connect(self, layer: Any) -> None:
        """Take the input from another layer."""
        self.previous = layer

    def get_input(self, train: bool = False) -> Any:
        """The output of the layer before, else what `input` was set to."""
        if self.previous is not None:
            return self.previous.get_output(train=train)
        return lift(self.input)

    def get_output(self, train: bool = False) -> Any:
        """The input, unless the layer says otherwise."""
        return self.get_input(train)

    def get_weights(self) -> list[np.ndarray[Any, Any]]:
        """Copies of the parameters."""
        return [param.get_value() for param in self.params]

    def set_weights(self, weights: Any) -> None:
        """Replace the parameters, in the order of `params`."""
        for param, weight in zip(self.params, weights, strict=True):
            new = floatX(weight)
            if new.shape != tuple(param.shape):
                raise ValueError(f"a parameter of shape {tuple(param.shape)} is set to {new.shape}")
            param.set_value(new)

    def get_params(self) -> list[Any]:
        """The parameters."""
        return self.params

    def get_config(self) -> dict[str, Any]:
        """The name of the class."""
        return {"name": type(self).__name__}


class MaskedLayer(Layer):
    """A layer that hands a mask on."""

    def supports_masked_input(self) -> bool:
        """Whether it does."""
        return True

    def get_input_mask(self, train: bool = False) -> Any:
        """The mask of the layer before, else what `input_mask` was set to; None is no mask."""
        if self.previous is not None:
            return self.previous.get_output_mask(train)
        return self.input_mask

    def get_output_mask(self, train: bool = False) -> Any:
        """The mask for the layer behind."""
        return self.get_input_mask(train)


class Recurrent(MaskedLayer):
    """A layer over time; X is (B, T, D)."""

    return_sequences = False

    def get_output_mask(self, train: bool = False) -> Any:
        """The mask, when there is still a time for it."""
        return self.get_input_mask(train) if self.return_sequences else None

    def get_padded_shuffled_mask(self, train: Any, X: Any, pad: int = 0) -> Any:
        """The mask as int8, (pad + T, B, 1), with `pad` steps of 0 before the first.

        With pad=1 a loop from step 0 reads at step t the mask of t − 1: what it multiplies by
        h(t−1) is 0 at the first step, and after a step that is padding.
        """
        mask = self.get_input_mask(train)
        mask = ones_like(REDUCING["sum"](X, axis=-1)) if mask is None else lift(mask)
        mask = dimshuffle(addbroadcast(shape_padright(mask), -1), 1, 0, 2)
        if pad > 0:
            mask = concatenate([alloc_zeros_matrix(pad, mask.shape[1], 1), mask], axis=0)
        return cast(mask, "int8")
