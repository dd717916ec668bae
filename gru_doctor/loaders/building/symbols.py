"""Layers for Theano that compute their output while they are made, of a symbol given to them or their own."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from gru_doctor.loaders.arrays.sizes import Sizes
from gru_doctor.loaders.frameworks import Framework
from gru_doctor.loaders.text.names import EXTENT, call_role
from gru_doctor.loaders.text.signature import Argument, keys_of

KINDS = (("tensor3", "matrix"), ("matrix", "vector"), ("imatrix", "matrix"), ("ivector", "vector"))
"""What a sequence may be, whole words at the end, and what a mask is beside it."""
RESULTS = ("output", "out", "outputs", "get_output", "y", "h")
ENTRIES = ("forward", "fprop", "run", "predict")


@dataclass(frozen=True)
class Below:
    """The layer below: what it gives out, as an attribute or as what a method returns, and for the rest
    its size. It stores nothing."""

    symbol: Any
    size: int
    called: frozenset[str]

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        if name == "params":
            return []
        given = self.symbol if name in RESULTS else self.size
        return (lambda *_, **__: given) if name in self.called else given


def symbols(
    framework: Framework, given: tuple[Argument, ...], node: ast.AST | None, sizes: Sizes
) -> Iterator[dict[str, Any]]:
    """Inputs without a value for the arguments named like data; at the end, and for every other framework,
    for none of them."""
    data = [a.name for a in _open(given) if call_role(a.name) == "x" and not EXTENT.match(a.name)]
    for name in data if framework.NEEDS == "theano" else ():
        for kind, beside in KINDS:
            masks = {a.name: _symbol(beside, a.name) for a in _open(given) if call_role(a.name) == "mask"}
            value = _below(node, name, _symbol(kind, name), sizes.d)
            yield {name: value} | masks
            if masks:
                yield {name: value}
    yield {}


def instance(framework: Framework, cls: type, given: Mapping[str, Any]) -> Any:
    """An instance; where it has its output already, for Theano, it is called by making it again on values."""
    if framework.NEEDS != "theano":
        return cls(**given)
    from gru_doctor.loaders.standins.theano.remaking import Layer, of_attributes, of_functions

    layer = Layer(cls, given, _filled)
    for name, compiled in of_functions(layer).items():
        setattr(layer.thing, name, compiled)
    forward = of_attributes(layer)
    free = next((n for n in ENTRIES if not hasattr(layer.thing, n)), None)
    if free is not None and forward is not None:
        setattr(layer.thing, free, forward)
    return layer.thing


def _open(given: tuple[Argument, ...]) -> list[Argument]:
    return [a for a in given if a.required or a.default is None]


def _symbol(kind: str, name: str) -> Any:
    from gru_doctor.loaders.standins.theano.placeholders import FUNCTIONS

    return FUNCTIONS[kind](name)


def _below(node: ast.AST | None, name: str, symbol: Any, size: int) -> Any:
    """The symbol; or the layer below, where code takes its output."""
    if node is None or not {*RESULTS} & {*keys_of(node, name)}:
        return symbol
    called = (n.func for n in ast.walk(node) if isinstance(n, ast.Call) and isinstance(n.func, ast.Attribute))
    return Below(symbol, size, frozenset(f.attr for f in called if ast.unparse(f.value) == name))


def _filled(given: Any, known: Mapping[int, Any]) -> Any:
    """An argument with a value in the place of its symbol."""
    if isinstance(given, Below):
        return replace(given, symbol=known.get(id(given.symbol), given.symbol))
    return known.get(id(given), given)
