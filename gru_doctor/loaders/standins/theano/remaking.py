"""Layers that compute their output while they are made: making them again, on values, is calling them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from inspect import Parameter, Signature
from typing import Any

from gru_doctor.loaders.standins.theano.deferred import Deferred, Placeholder
from gru_doctor.loaders.standins.theano.function import Function, bound
from gru_doctor.loaders.standins.theano.remembering import taking

RESULT = re.compile(r"^_?(out\w*|\w*output\w*)$|(?:^_?(?:h|s)\w{0,2}$|hid|state)", re.I)
MOST = 4
Filled = Callable[[Any, Mapping[int, Any]], Any]
Read = Callable[[Mapping[int, Any]], Any]


class Layer:
    """A layer and what it took to make it: arrays, inputs without a value, compiled functions. `filled` puts
    values in place of such inputs in an argument of the constructor."""

    __slots__ = ("filled", "given", "taken", "thing")

    def __init__(self, cls: type, given: Mapping[str, Any], filled: Filled) -> None:
        self.given, self.filled = given, filled
        self.taken: list[Any] = []
        with taking(self._first):
            self.thing = cls(**given)

    def again(self, known: Mapping[int, Any]) -> dict[int, Any]:
        """Make it anew around the same arrays, with values by the id of an input; the outputs of each
        function that it compiles, by the function's id."""
        outputs: dict[int, Any] = {}
        order = iter(self.taken)

        def next_one(make: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
            first = next(order, None)
            if isinstance(first, Function):
                outputs[id(first)] = make(*args, **kwargs).outputs
            return make(*args, **kwargs) if first is None else known.get(id(first), first)

        with taking(next_one):
            self.thing.__init__(**{n: self.filled(v, known) for n, v in self.given.items()})
        return outputs

    def _first(self, make: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        self.taken.append(make(*args, **kwargs))
        return self.taken[-1]


class Remade:
    """A layer as a function of inputs: called with their values, it makes the layer again, and reads its
    outputs. It has no attributes to look through."""

    __slots__ = ("__signature__", "inputs", "layer", "read")

    def __init__(self, layer: Layer, inputs: Mapping[str, Placeholder], read: Read) -> None:
        self.layer, self.inputs, self.read = layer, inputs, read
        self.__signature__ = Signature([Parameter(n, Parameter.KEYWORD_ONLY) for n in inputs])

    def __call__(self, **values: Any) -> Any:
        known = {id(symbol): bound(symbol, values[n]) for n, symbol in self.inputs.items()}
        return self.read(self.layer.again(known))


def of_attributes(layer: Layer) -> Remade | None:
    """The outputs that a layer keeps as attributes, by name; None where it keeps none."""
    held = vars(layer.thing) if hasattr(layer.thing, "__dict__") else {}
    waiting = {n: v for n, v in held.items() if isinstance(v, Deferred) and not isinstance(v, Placeholder)}
    made_of = {n: inputs_of(v) for n, v in waiting.items()}
    names = sorted((n for n, inputs in made_of.items() if inputs), key=_rank)
    if not names:
        return None
    found = made_of[names[0]]
    alike = [n for n in names if made_of[n].keys() <= found.keys()][:MOST]
    inputs = {v.name or f"input_{i}": v for i, v in enumerate(found.values())}
    return Remade(layer, inputs, lambda _: {n: getattr(layer.thing, n) for n in alike})


def of_functions(layer: Layer) -> dict[str, Remade]:
    """The functions that a layer keeps as attributes, without those that change it."""
    held = vars(layer.thing) if hasattr(layer.thing, "__dict__") else {}
    plain = {n: v for n, v in held.items() if isinstance(v, Function) and not (v.updates or v.givens)}
    plain = {n: v for n, v in plain.items() if any(v is made for made in layer.taken)}
    return {n: Remade(layer, _named(v), partial(_output, v)) for n, v in plain.items()}


def _output(function: Function, outputs: Mapping[int, Any]) -> Any:
    return outputs[id(function)]


def _named(function: Function) -> dict[str, Placeholder]:
    names = function.__signature__.parameters
    return {n: one.variable for n, one in zip(names, function.inputs, strict=True)}


def _rank(name: str) -> int:
    """Outputs first, then states, then the rest."""
    told = RESULT.search(name)
    return 2 if told is None else 1 - bool(told[1])


def inputs_of(expression: Any) -> dict[int, Placeholder]:
    """The inputs that an expression is made of, by id, in their order."""
    found: dict[int, Placeholder] = {}
    seen: set[int] = set()
    queue = [expression]
    while queue:
        part = queue.pop(0)
        if isinstance(part, Placeholder):
            found[id(part)] = part
        elif id(part) not in seen:
            seen.add(id(part))
            queue += _parts(part)
    return found


def _parts(value: Any) -> Iterator[Any]:
    if isinstance(value, Deferred):
        yield from (*value.args, *value.kwargs.values())
    elif isinstance(value, list | tuple):
        yield from value
    elif isinstance(value, dict):
        yield from value.values()
