"""Layers that people put beside a cell of their own."""

from __future__ import annotations

from typing import Any

from gru_doctor.loaders.standins.tensorflow.arrays import FUNCTIONS, concat
from gru_doctor.loaders.standins.tensorflow.keras.layer import Layer, Model
from gru_doctor.loaders.standins.tensorflow.keras.names import activation, initializer


class Dense(Layer):
    """x W + b, then an activation."""

    def __init__(self, units: int, activation: Any = None, use_bias: bool = True, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.units, self.activation, self.use_bias = units, _named(activation), use_bias
        self.bias: Any = None

    def build(self, input_shape: Any) -> None:
        """kernel (D, units) and bias (units)."""
        self.kernel = self.add_weight("kernel", (input_shape[-1], self.units))
        if self.use_bias:
            self.bias = self.add_weight("bias", (self.units,), None, initializer("zeros"))

    def call(self, inputs: Any, *_: Any, **__: Any) -> Any:
        """Along the last axis."""
        product = inputs @ self.kernel
        return self.activation(product if self.bias is None else product + self.bias)


_named = activation


class Embedding(Layer):
    """A table whose rows are looked up."""

    def __init__(self, input_dim: int, output_dim: int, *_: Any, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.input_dim, self.output_dim = input_dim, output_dim
        self.embeddings = self.add_weight("embeddings", (input_dim, output_dim), None, initializer("uniform"))

    def call(self, inputs: Any, *_: Any, **__: Any) -> Any:
        """The rows of these numbers."""
        return FUNCTIONS["gather"](self.embeddings, inputs)


class LayerNormalization(Layer):
    """Zero mean and unit variance along the last axis, then a scale and a shift."""

    def __init__(self, axis: Any = -1, epsilon: float = 1e-3, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.epsilon = epsilon

    def build(self, input_shape: Any) -> None:
        """gamma and beta."""
        self.gamma = self.add_weight("gamma", (input_shape[-1],), None, initializer("ones"))
        self.beta = self.add_weight("beta", (input_shape[-1],), None, initializer("zeros"))

    def call(self, inputs: Any, *_: Any, **__: Any) -> Any:
        """Each vector by itself."""
        middle = inputs - inputs.mean(-1, keepdim=True)
        spread = (middle**2).mean(-1, keepdim=True)
        return middle / (spread + self.epsilon) ** 0.5 * self.gamma + self.beta


class Still(Layer):
    """A layer that hands its input on: dropout, which is off while a network is examined."""


class Activation(Layer):
    """A function as a layer."""

    def __init__(self, function: Any, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.activation = activation(function)

    def call(self, inputs: Any, *_: Any, **__: Any) -> Any:
        """Entry by entry."""
        return self.activation(inputs)


class Concatenate(Layer):
    """Values side by side."""

    def __init__(self, axis: int = -1, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.axis = axis

    def call(self, inputs: Any, *_: Any, **__: Any) -> Any:
        """A list of values as one."""
        return concat(list(inputs), self.axis)


class Sequential(Model):
    """Layers one behind the other."""

    def __init__(self, layers: Any = (), **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.layers = list(layers)

    def add(self, layer: Any) -> None:
        """One more behind the others."""
        self.layers.append(layer)

    def call(self, inputs: Any, *_: Any, **__: Any) -> Any:
        """Through all of them."""
        for layer in self.layers:
            inputs = layer(inputs)
        return inputs


LAYERS: dict[str, Any] = {
    "Dense": Dense, "Embedding": Embedding, "LayerNormalization": LayerNormalization,
    "Activation": Activation, "Concatenate": Concatenate, "Dropout": Still, "InputLayer": Still,
    "SpatialDropout1D": Still,
}  # fmt: skip
