"""theano.function: expressions of inputs, evaluated when it is called."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from inspect import Parameter, Signature
from typing import Any

import torch

from gru_doctor.loaders.standins.theano.casting import dtype_of
from gru_doctor.loaders.standins.theano.deferred import Evaluation, evaluating
from gru_doctor.loaders.standins.theano.remembering import remembered
from gru_doctor.loaders.standins.theano.variable import Variable
from gru_doctor.loaders.standins.values import plain


@dataclass(frozen=True)
class In:
    """An input with a default value."""

    variable: Any
    default: Any = None
    name: str | None = None
    value: Any = None


class Function:
    """What `function` returns. Calling it gives NumPy arrays; `evaluate` keeps the torch values. Nothing
    in it is a weight of its own, so it has no attributes to look through."""

    __slots__ = ("__signature__", "givens", "inputs", "outputs", "updates")

    def __init__(self, inputs: list[Any], outputs: Any, updates: Any, givens: Any) -> None:
        self.inputs = [part if isinstance(part, In) else In(part) for part in inputs]
        self.outputs = outputs
        self.updates = _pairs(updates)
        self.givens = _pairs(givens)
        self.__signature__ = Signature([self._parameter(place) for place in range(len(self.inputs))])

    def _parameter(self, place: int) -> Parameter:
        """How an input is asked for by name; one without a name goes by its place."""
        default = self._default(place)
        given = Parameter.empty if default is None else default
        return Parameter(self._name(place), Parameter.KEYWORD_ONLY, default=given)

    def _name(self, place: int) -> str:
        name = self.inputs[place].name or self.inputs[place].variable.name or ""
        twice = [str(o.name or o.variable.name) for o in self.inputs].count(name) > 1
        return name if name.isidentifier() and not twice else f"input_{place}"

    def _default(self, place: int) -> Any:
        one = self.inputs[place]
        return one.default if one.value is None else one.value

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """The outputs as NumPy arrays, in the form in which they were asked for."""
        return _arrays(self.evaluate(*args, **kwargs))

    def evaluate(self, *args: Any, **kwargs: Any) -> Any:
        """The outputs with their gradient; then the updates are carried out, all at once."""
        evaluation = Evaluation(self._given(args, kwargs))
        with evaluating(evaluation):
            for replaced, by in self.givens:
                evaluation.known[id(replaced)] = evaluation.value(by)
            outputs = evaluation.value(self.outputs)
            new = [evaluation.value(value) for _, value in self.updates]
        for (target, _), value in zip(self.updates, new, strict=True):
            target.set_value(value)
        return outputs

    def _given(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> dict[int, Any]:
        if len(args) > len(self.inputs):
            raise TypeError(f"the function takes {len(self.inputs)} inputs, got {len(args)}")
        given = {}
        for place, one in enumerate(self.inputs):
            name = self._name(place)
            value = args[place] if place < len(args) else kwargs.get(name, self._default(place))
            if value is None:
                raise TypeError(f"the function misses its input {name}")
            given[id(one.variable)] = bound(one.variable, value)
        return given


@remembered
def function(
    inputs: Any,
    outputs: Any = None,
    mode: Any = None,
    updates: Any = None,
    givens: Any = None,
    **_: Any,
) -> Function:
    """A callable from inputs to outputs that also carries out updates; nothing is compiled."""
    return Function(list(inputs or []), [] if outputs is None else outputs, updates, givens)


def evaluated(expression: Any, values: Mapping[Any, Any] | None = None) -> Any:
    """`expression.eval(values)`: its value, given those of the placeholders it is made of."""
    given = dict(values or {})
    return function(list(given), expression)(*given.values())


def bound(variable: Any, value: Any) -> Variable:
    """A value as an input has it; it must have as many axes."""
    bare = plain(value).to(dtype_of(variable.dtype)).as_subclass(torch.Tensor)
    if bare.ndim != variable.ndim:
        name = variable.name or "an input"
        raise TypeError(f"{name} has {variable.ndim} axes, the value given has {bare.ndim}")
    if bare.is_floating_point() and not bare.requires_grad:
        bare = bare.clone().requires_grad_()
    return bare.as_subclass(Variable)


def _pairs(changes: Any) -> list[tuple[Any, Any]]:
    return list(changes.items()) if isinstance(changes, dict) else list(changes or [])


def _arrays(values: Any) -> Any:
    if isinstance(values, (list, tuple)):
        return [_arrays(value) for value in values]
    if isinstance(values, dict):
        return {name: _arrays(value) for name, value in values.items()}
    return plain(values).detach().numpy().copy()
