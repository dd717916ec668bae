"""keras.layers.Layer and keras.Model: weights made by `build` before the first `call`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from gru_doctor.loaders.standins.tensorflow import nest
from gru_doctor.loaders.standins.tensorflow.arrays import sizes
from gru_doctor.loaders.standins.tensorflow.building import building
from gru_doctor.loaders.standins.tensorflow.cells import snake
from gru_doctor.loaders.standins.tensorflow.initializers import first_value
from gru_doctor.loaders.standins.tensorflow.keras.names import initializer
from gru_doctor.loaders.standins.tensorflow.tensor import Variable
from gru_doctor.loaders.standins.tensorflow.variables import stored


class Layer:
    """Something with weights; each subclass builds itself at its first `call`, whoever calls it."""

    # Subclasses that do not call our __init__ have these all the same.
    built = False
    trainable = True
    stateful = False
    supports_masking = False
    input_spec: Any = None
    dtype = compute_dtype = variable_dtype = "float32"
    name = ""

    def __init__(self, *_: Any, name: str | None = None, **kwargs: Any) -> None:
        self.name = name or snake(type(self).__name__)
        self.trainable = bool(kwargs.get("trainable", True))

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if "call" in vars(cls):
            cls.call = building(vars(cls)["call"])  # type: ignore[method-assign]

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """What the layer makes of its input."""
        return self.call(*args, **kwargs)

    def call(self, inputs: Any, *_: Any, **__: Any) -> Any:
        """The input, unless the layer says otherwise."""
        return inputs

    def build(self, input_shape: Any) -> None:
        """Nothing, unless the layer makes its weights here."""
        self.built = True

    def build_once(self, input_shape: Any) -> None:
        """Make the weights."""
        self.build(input_shape)

    def add_weight(self, *args: Any, **kwargs: Any) -> Variable:
        """A weight, by (name, shape) as in Keras 2 or by (shape, initializer) as in Keras 3."""
        older = bool(args) and isinstance(args[0], str)
        order = ("name", "shape", "dtype", "initializer") if older else ("shape", "initializer", "dtype")
        given = dict(zip(order, args, strict=False)) | kwargs
        shape = sizes(given.get("shape") or ())
        value = first_value(initializer(given.get("initializer")), shape)
        return stored(str(given.get("name") or "weight"), value)

    add_variable = add_weight

    @property
    def weights(self) -> list[Variable]:
        """The variables it holds, and those of the layers it holds."""
        return list(_held(self))

    trainable_weights = trainable_variables = variables = weights

    def get_config(self) -> dict[str, Any]:
        """The name."""
        return {"name": self.name}

    def add_loss(self, *_: Any, **__: Any) -> None:
        """Nothing: losses are not looked at."""

    add_metric = add_loss

    def compute_mask(self, inputs: Any, mask: Any = None) -> Any:
        """The mask for the layer behind."""
        return mask


class Model(Layer):
    """A layer that can be trained, which nothing here does."""

    def compile(self, *_: Any, **__: Any) -> None:
        """Nothing."""

    fit = summary = save = compile


def _held(owner: Layer) -> Iterator[Variable]:
    for value in nest.flatten(list(vars(owner).values())):
        if isinstance(value, Variable):
            yield value
        elif isinstance(value, Layer):
            yield from _held(value)
