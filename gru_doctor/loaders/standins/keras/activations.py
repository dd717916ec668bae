"""keras.activations: functions of a pre-activation, found by name."""

from __future__ import annotations

from typing import Any

from gru_doctor.loaders.standins.keras.choice import chosen
from gru_doctor.loaders.standins.theano import elementwise, nnet


def linear(x: Any) -> Any:
    """The pre-activation itself."""
    return x


def softmax(x: Any) -> Any:
    """Over the last axis."""
    return nnet.softmax(x)


def tanh(x: Any) -> Any:
    """tanh x"""
    return elementwise.UNARY["tanh"](x)


def sigmoid(x: Any) -> Any:
    """1 / (1 + exp(−x))"""
    return nnet.sigmoid(x)


def hard_sigmoid(x: Any) -> Any:
    """0.2 x + 0.5, cut at 0 and 1."""
    return nnet.hard_sigmoid(x)


def relu(x: Any) -> Any:
    """x where it is positive, else 0."""
    return nnet.relu(x)


def softplus(x: Any) -> Any:
    """log(1 + exp x)"""
    return nnet.softplus(x)


FUNCTIONS = {
    function.__name__: function for function in (linear, softmax, tanh, sigmoid, hard_sigmoid, relu, softplus)
} | {"time_distributed_softmax": softmax}


def get(identifier: Any) -> Any:
    """The activation of this name, or the function given."""
    return chosen(identifier, FUNCTIONS, "activation")
