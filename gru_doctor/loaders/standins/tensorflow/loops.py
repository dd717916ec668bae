"""Loops over time: dynamic_rnn, static_rnn and tf.scan, run step by step."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from gru_doctor.loaders.standins import scanning
from gru_doctor.loaders.standins.tensorflow import nest
from gru_doctor.loaders.standins.tensorflow.arrays import (
    reverse,
    reverse_sequence,
    stack,
    transpose,
    where,
    zeros_like,
)
from gru_doctor.loaders.standins.tensorflow.tensor import lift
from gru_doctor.loaders.standins.tensorflow.variables import variable_scope


def scan(
    fn: Callable[..., Any],
    elems: Any,
    initializer: Any = None,
    *_: Any,
    reverse: bool = False,
    **__: Any,
) -> Any:
    """The accumulations fn(a, x) over the first axis, stacked; a starts at elems[0] by default."""
    columns = [lift(column) for column in nest.flatten(elems)]
    order = list(range(int(columns[0].shape[0])))
    order = order[::-1] if reverse else order
    states: list[Any] = []
    if initializer is None:
        states.append(_entry(elems, columns, order.pop(0)))
        start: tuple[Any, ...] = ()
    else:
        start = tuple(scanning.initial_states([lift(s) for s in nest.flatten(initializer)]))
        initializer = nest.pack_sequence_as(initializer, [lift(s) for s in start])
    state = initializer if initializer is not None else states[0]
    for t in order:
        state = fn(state, _entry(elems, columns, t))
        states.append(state)
    outputs = nest.map_structure(lambda *parts: stack(parts[::-1] if reverse else parts), *states)
    noted(fn, columns, start, nest.flatten(outputs), reverse)
    return outputs


def _entry(elems: Any, columns: list[Any], t: int) -> Any:
    return nest.pack_sequence_as(elems, [column[t] for column in columns])


def dynamic_rnn(
    cell: Any,
    inputs: Any,
    sequence_length: Any = None,
    initial_state: Any = None,
    dtype: Any = "float32",
    parallel_iterations: Any = None,
    swap_memory: bool = False,
    time_major: bool = False,
    scope: Any = None,
) -> Any:
    """(outputs, last state) of a cell over inputs (B, T, D), or (T, B, D) when time_major.

    Past its sequence_length a sample's output is 0 and its state is held.
    """
    inputs = lift(inputs)
    xs = inputs if time_major else transpose(inputs, [1, 0, 2])
    listed, state = static_rnn(cell, list(xs), initial_state, dtype, sequence_length, scope or "rnn")
    outputs = stack(listed)
    return (outputs if time_major else transpose(outputs, [1, 0, 2])), state


def static_rnn(
    cell: Any,
    inputs: Any,
    initial_state: Any = None,
    dtype: Any = "float32",
    sequence_length: Any = None,
    scope: Any = None,
) -> Any:
    """([output of each step], last state) of a cell over a list of inputs (B, D)."""
    xs = [lift(x) for x in inputs]
    if initial_state is None:
        initial_state = cell.zero_state(xs[0].shape[0], dtype)
    start = scanning.initial_states([lift(s) for s in nest.flatten(initial_state)])
    state = nest.pack_sequence_as(initial_state, [lift(s) for s in start])
    outputs = []
    with variable_scope(scope or "rnn"):
        for t, x in enumerate(xs):
            output, new = cell(x, state)
            if sequence_length is not None:
                runs = lift(sequence_length) > t
                output = where(runs, output, zeros_like(output))
                new = nest.map_structure(lambda a, b, on=runs: where(on, a, b), new, state)
            outputs.append(output)
            state = new
    noted(cell, xs, tuple(start), [stack(outputs)], False)
    return outputs, state


def bidirectional_dynamic_rnn(
    cell_fw: Any, cell_bw: Any, inputs: Any, sequence_length: Any = None, **kwargs: Any
) -> Any:
    """((forward outputs, backward outputs), (their states)); each sample is read backwards from its
    own last step, and the outputs stand at the steps they belong to."""
    given = {k: v for k, v in kwargs.items() if not k.startswith("initial_state_")}
    time, batch = (0, 1) if kwargs.get("time_major") else (1, 0)

    def ran(cell: Any, xs: Any, way: str) -> Any:
        start = kwargs.get(f"initial_state_{way}")
        return dynamic_rnn(cell, xs, sequence_length, start, **given | {"scope": way})

    def turned(values: Any) -> Any:
        if sequence_length is None:
            return reverse(values, [time])
        return reverse_sequence(values, sequence_length, time, batch)

    forth, forth_state = ran(cell_fw, inputs, "fw")
    back, back_state = ran(cell_bw, turned(inputs), "bw")
    return (forth, turned(back)), (forth_state, back_state)


def noted(fn: Any, sequences: list[Any], start: tuple[Any, ...], outputs: list[Any], backwards: bool) -> None:
    """Tell those who watch loops of one that has run."""
    steps = int(outputs[0].shape[0])
    scanning.note(
        scanning.ScanCall(fn, tuple(sequences), start, (), steps, backwards, -1, None, tuple(outputs))
    )


FUNCTIONS = {
    "dynamic_rnn": dynamic_rnn, "static_rnn": static_rnn, "rnn": static_rnn,
    "bidirectional_dynamic_rnn": bidirectional_dynamic_rnn,
}  # fmt: skip
