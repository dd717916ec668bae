"""keras.layers.RNN, the loop that cells of one's own are put into, and Keras' own cells."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from gru_doctor.loaders.standins import scanning
from gru_doctor.loaders.standins.tensorflow import nest
from gru_doctor.loaders.standins.tensorflow.arrays import split, stack, transpose, where, zeros
from gru_doctor.loaders.standins.tensorflow.keras.layer import Layer
from gru_doctor.loaders.standins.tensorflow.keras.names import activation, initializer
from gru_doctor.loaders.standins.tensorflow.loops import noted
from gru_doctor.loaders.standins.tensorflow.tensor import lift

Step = Callable[[Any, list[Any]], tuple[Any, Any]]


def rnn(
    step_function: Step,
    inputs: Any,
    initial_states: Any,
    go_backwards: bool = False,
    mask: Any = None,
    *_: Any,
    time_major: bool = False,
    **__: Any,
) -> tuple[Any, Any, list[Any]]:
    """keras.backend.rnn over (B, T, D): the last output, all outputs and the last states. Where the mask is
    0 the states are held and the output of the step before is given again."""
    xs = lift(inputs) if time_major else _swapped(lift(inputs))
    steps = range(int(xs.shape[0]))
    start = tuple(scanning.initial_states([lift(s) for s in nest.flatten(initial_states)]))
    states, outputs = [lift(s) for s in start], list[Any]()
    for t in reversed(steps) if go_backwards else steps:
        output, new = step_function(xs[t], states)
        new = nest.flatten(new)
        if mask is not None:
            runs = lift(mask)[t if time_major else (slice(None), t)]
            output = where(runs, output, outputs[-1] if outputs else output * 0)
            new = [where(runs, a, b) for a, b in zip(new, states, strict=True)]
        states = new
        outputs.append(output)
    whole = stack(outputs)
    noted(step_function, [xs], start, [whole], go_backwards)
    return outputs[-1], whole if time_major else _swapped(whole), states


def _swapped(values: Any) -> Any:
    return transpose(values, [1, 0, *range(2, values.ndim)])


class RNN(Layer):
    """A cell over time: (B, T, D) to the last output (B, H), or to all with return_sequences."""

    def __init__(
        self,
        cell: Any,
        return_sequences: bool = False,
        return_state: bool = False,
        go_backwards: bool = False,
        time_major: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.cell, self.go_backwards, self.time_major = cell, go_backwards, time_major
        self.return_sequences, self.return_state = return_sequences, return_state

    def call(self, inputs: Any, initial_state: Any = None, mask: Any = None, **_: Any) -> Any:
        """The whole loop, from zeros where no state is given."""
        given = self._zeros(inputs) if initial_state is None else initial_state
        nested = nest.is_sequence(given)

        def step(x: Any, states: list[Any]) -> Any:
            return self.cell(x, nest.pack_sequence_as(given, states) if nested else [states[0]])

        last, outputs, states = rnn(
            step, inputs, given, self.go_backwards, mask, time_major=self.time_major
        )  # fmt: skip
        found = outputs if self.return_sequences else last
        return (found, *states) if self.return_state else found

    def _zeros(self, inputs: Any) -> Any:
        batch = inputs.shape[1 if self.time_major else 0]
        return nest.map_structure(lambda n: zeros([batch, _width(n)]), self.cell.state_size)


def _width(size: Any) -> int:
    return int(size[-1]) if hasattr(size, "__len__") else int(size)


class GRUCell(Layer):
    """Keras' own: z, r, n packed; z keeps; reset after the product unless it is told otherwise."""

    def __init__(
        self,
        units: int,
        activation: Any = "tanh",
        recurrent_activation: Any = "sigmoid",
        use_bias: bool = True,
        reset_after: bool = True,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.units = self.state_size = self.output_size = units
        self.activation, self.recurrent_activation = _named(activation), _named(recurrent_activation)
        self.use_bias, self.reset_after = use_bias, reset_after

    def build(self, input_shape: Any) -> None:
        """kernel (D, 3H), recurrent_kernel (H, 3H), bias (3H) or (2, 3H)."""
        wide = 3 * self.units
        self.kernel = self.add_weight("kernel", (input_shape[-1], wide))
        spread = initializer("orthogonal")
        self.recurrent_kernel = self.add_weight("recurrent_kernel", (self.units, wide), None, spread)
        shape = (2, wide) if self.reset_after else (wide,)
        self.bias = self.add_weight("bias", shape, None, initializer("zeros")) if self.use_bias else None

    def call(self, inputs: Any, states: Any, *_: Any, **__: Any) -> Any:
        """One step: (h', [h'])."""
        h = states[0] if nest.is_sequence(states) else states
        on_input, on_state = self._biases()
        a = split(inputs @ self.kernel + on_input, 3, -1)
        u = split(self.recurrent_kernel, 3, -1)
        g = split(h @ self.recurrent_kernel + on_state, 3, -1)
        z, r = (self.recurrent_activation(a[k] + g[k]) for k in (0, 1))
        n = self.activation(a[2] + (r * g[2] if self.reset_after else (r * h) @ u[2]))
        new = z * h + (1 - z) * n
        return new, [new]

    def _biases(self) -> tuple[Any, Any]:
        if self.bias is None:
            return 0.0, 0.0
        return (self.bias[0], self.bias[1]) if self.reset_after else (self.bias, 0.0)


_named = activation


class GRU(RNN):
    """GRUCell over time."""

    def __init__(self, units: int, *args: Any, **kwargs: Any) -> None:
        looped = ("return_sequences", "return_state", "go_backwards", "time_major", "name")
        own = {k: kwargs.pop(k) for k in looped if k in kwargs}
        super().__init__(GRUCell(units, *args, **kwargs), **own)
        self.units = units


LAYERS: dict[str, Any] = {"RNN": RNN, "GRUCell": GRUCell, "GRU": GRU, "AbstractRNNCell": Layer}
