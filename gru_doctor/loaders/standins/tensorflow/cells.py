"""tensorflow.python.ops.rnn_cell_impl: the base of a cell of one's own, and the plain cells."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from gru_doctor.loaders.standins.tensorflow import nest
from gru_doctor.loaders.standins.tensorflow.arrays import concat, split, zeros
from gru_doctor.loaders.standins.tensorflow.building import building
from gru_doctor.loaders.standins.tensorflow.initializers import FUNCTIONS as INITIALIZERS
from gru_doctor.loaders.standins.tensorflow.math import ACTIVATIONS, matmul
from gru_doctor.loaders.standins.tensorflow.tensor import Variable, lift
from gru_doctor.loaders.standins.tensorflow.variables import (
    Scope,
    get_variable,
    get_variable_scope,
    variable_scope,
    variables,
)


class LSTMStateTuple(NamedTuple):
    """The memory and the output of an LSTM."""

    c: Any
    h: Any


class RNNCell:
    """A step of a recurrent network: (inputs (B, D), state) to (output, new state).

    Variables are made in the scope of the cell, which is that of its first call.
    """

    state_size: Any
    output_size: Any
    input_spec: Any = None
    built = False
    # Subclasses that do not call our __init__ have these all the same.
    _cell_name: str | None = None
    _own_scope: Scope | None = None

    def __init__(self, trainable: bool = True, name: str | None = None, dtype: Any = None, **_: Any) -> None:
        self._cell_name = name

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if "call" in vars(cls):
            cls.call = building(vars(cls)["call"])  # type: ignore[method-assign]

    def __call__(self, inputs: Any, state: Any, scope: Any = None, *args: Any, **kwargs: Any) -> Any:
        """One step, by the `call` of the subclass."""
        with variable_scope(scope or self._scope()):
            return self.call(inputs, state, *args, **kwargs)

    def build(self, inputs_shape: Any) -> None:
        """Nothing, unless the cell makes its variables here."""

    def build_once(self, inputs_shape: Any) -> None:
        """Make the variables, in the scope of the cell whoever calls."""
        inside = get_variable_scope().name.startswith(self._scope().name)
        with variable_scope(get_variable_scope() if inside else self._scope()):
            self.build(inputs_shape)

    def call(self, inputs: Any, state: Any, *args: Any, **kwargs: Any) -> Any:
        """The step of the subclass."""
        raise AttributeError(f"{type(self).__name__} has neither __call__ nor call")

    def add_variable(self, name: str, shape: Any, *args: Any, **kwargs: Any) -> Variable:
        """A variable in the scope of the cell."""
        return get_variable(name, shape, *args, **kwargs)

    add_weight = add_variable

    def zero_state(self, batch_size: Any, dtype: Any = "float32") -> Any:
        """Zeros in the form of the state, each (B, size)."""
        return nest.map_structure(lambda n: zeros([batch_size, n], dtype), self.state_size)

    @property
    def variables(self) -> list[Variable]:
        """The variables whose names begin with that of the cell's scope."""
        start = f"{self._scope().name}/"
        return [made for name, made in variables.items() if name.startswith(start)]

    weights = trainable_variables = trainable_weights = variables

    def _scope(self) -> Scope:
        if self._own_scope is None:
            name = self._cell_name or snake(type(self).__name__)
            with variable_scope(_unused(name)) as self._own_scope:
                _taken.add(self._own_scope.name)
        return self._own_scope


_taken: set[str] = set()


def forget() -> None:
    """Give the names of all cells free again."""
    _taken.clear()


def _unused(name: str) -> str:
    above = get_variable_scope().name
    tries = (f"{name}_{i}" if i else name for i in range(len(_taken) + 1))
    return next(one for one in tries if (f"{above}/{one}" if above else one) not in _taken)


def snake(name: str) -> str:
    """GRUCell as gru_cell."""
    words = re.sub(r"(.)([A-Z][a-z]+)", r"\1_\2", name)
    return re.sub(r"([a-z0-9])([A-Z])", r"\1_\2", words).lower().lstrip("_")


class Linear:
    """[a, b, ...] W + bias for values (B, n) side by side; its variables are kernel and bias."""

    def __init__(
        self,
        args: Any,
        output_size: int,
        build_bias: bool,
        bias_initializer: Any = None,
        kernel_initializer: Any = None,
    ) -> None:
        parts = args if nest.is_sequence(args) else [args]
        rows = sum(lift(part).get_shape().with_rank(2)[1] for part in parts)
        self.kernel = get_variable("kernel", [rows, output_size], initializer=kernel_initializer)
        self.bias = None
        if build_bias:
            start = bias_initializer or INITIALIZERS["zeros_initializer"]()
            self.bias = get_variable("bias", [output_size], initializer=start)

    def __call__(self, args: Any) -> Any:
        """The product for these values."""
        parts = args if nest.is_sequence(args) else [args]
        product = matmul(parts[0] if len(parts) == 1 else concat(list(parts), 1), self.kernel)
        return product if self.bias is None else product + self.bias


def linear(args: Any, output_size: int, bias: bool, bias_start: Any = None, *rest: Any, **kwargs: Any) -> Any:
    """_linear: the same as a function, in a scope of its own where one is named.

    Before TensorFlow 1.2 the fourth argument was a number, and the fifth the scope.
    """
    old = isinstance(bias_start, (int, float))
    start = INITIALIZERS["constant_initializer"](bias_start) if old else bias_start
    scope = kwargs.get("scope") or next((s for s in rest if old or isinstance(s, str)), None)
    kernel = kwargs.get("kernel_initializer") or (None if old else next(iter(rest), None))
    with variable_scope(scope or get_variable_scope()):
        start = kwargs.get("bias_initializer") or start
        return Linear(args, output_size, bias, start, kernel)(args)


class _Units(RNNCell):
    def __init__(self, num_units: int, activation: Any = None, reuse: Any = None, **kwargs: Any):
        super().__init__(**kwargs)
        self.state_size = self.output_size = num_units
        self.activation = activation or ACTIVATIONS["tanh"]


class BasicRNNCell(_Units):
    """h' = tanh([x, h] W + b)"""

    def call(self, inputs: Any, state: Any, *args: Any, **kwargs: Any) -> Any:
        """One step."""
        output = self.activation(linear([inputs, state], self.output_size, True))
        return output, output


class GRUCell(_Units):
    """The GRU of Cho et al. 2014, reset before the product, z keeps, gate bias 1 at first."""

    def call(self, inputs: Any, state: Any, *args: Any, **kwargs: Any) -> Any:
        """One step."""
        ones = INITIALIZERS["ones_initializer"]()
        with variable_scope("gates"):
            gates = linear([inputs, state], 2 * self.output_size, True, ones)
        r, z = split(ACTIVATIONS["sigmoid"](gates), 2, 1)
        with variable_scope("candidate"):
            n = self.activation(linear([inputs, r * state], self.output_size, True))
        h = z * state + (1 - z) * n
        return h, h


FUNCTIONS: dict[str, Any] = {
    "RNNCell": RNNCell, "LayerRNNCell": RNNCell, "_RNNCell": RNNCell, "BasicRNNCell": BasicRNNCell,
    "GRUCell": GRUCell, "LSTMStateTuple": LSTMStateTuple, "_Linear": Linear, "_linear": linear,
}  # fmt: skip
