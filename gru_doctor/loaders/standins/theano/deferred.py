"""Expressions that wait for a value: what `tensor.matrix()` gives, and all that is made of it.

Everything else is computed at once. What was computed from a shared variable remembers how (its
`recipe`), because `theano.function` must see the value that the variable has when it is called.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from gru_doctor.loaders.standins.theano import ranks


class Deferred:
    """A call that waits for its arguments; the call of a placeholder fails. Nothing it is made of is a
    weight of its own, so it has no attributes to look through."""

    __slots__ = ("args", "call", "kwargs", "name", "owner", "ranks", "tag")
    ranks: list[int]

    def __init__(self, call: Callable[..., Any], args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> None:
        self.call, self.args, self.kwargs = call, args, kwargs
        self.name: str | None = None

    @property
    def ndim(self) -> int:
        """The number of axes, as far as it follows from the expression."""
        return ranks.rank_of_call(self.call, self.args, self.kwargs)

    @property
    def broadcastable(self) -> tuple[bool, ...]:
        """Which axes broadcast: none that we know of."""
        return (False,) * self.ndim

    def __iter__(self) -> Iterator[Any]:
        length = ranks.count(self)
        if length is None:
            raise TypeError("the theano stand-in cannot iterate over a value it does not have yet")
        return (self[i] for i in range(length))  # type: ignore[index]

    def __bool__(self) -> bool:
        raise TypeError("a Theano variable has no truth value before it has a value")

    def __getattr__(self, name: str) -> Any:
        raise AttributeError(f"the theano stand-in has no attribute {name} on a tensor")


class Placeholder(Deferred):
    """An input: `tensor.matrix("x")`. `dtype` is a Theano name, `ndim` the number of its axes."""

    __slots__ = ("axes", "dtype")

    def __init__(self, name: str | None, dtype: str, ndim: int) -> None:
        super().__init__(self.missing, (), {})
        self.name, self.dtype, self.axes = name, dtype, ndim
        self.tag = Tag()

    def __repr__(self) -> str:
        return f"<symbol of {self.axes} axes>"

    @property
    def ndim(self) -> int:
        """As declared."""
        return self.axes

    def missing(self) -> Any:
        """What asking for the value of an input that was not given comes to."""
        name = self.name or "without a name"
        raise ValueError(f"the Theano input {name} has no value: it is no input of this function")


class Tag:
    """Whatever people hang on `x.tag`, above all `test_value`."""


class Evaluation:
    """The values of placeholders during one call, and of all that was computed from them."""

    def __init__(self, given: Mapping[int, Any]) -> None:
        self.known = dict(given)
        self.kept: list[Any] = []

    def value(self, expression: Any) -> Any:
        """The value of an expression, of a list of them, or of anything else as it is."""
        if isinstance(expression, (list, tuple)):
            return type(expression)(self.value(part) for part in expression)
        if isinstance(expression, dict):
            return {key: self.value(part) for key, part in expression.items()}
        if id(expression) in self.known:
            return self.known[id(expression)]
        recipe = expression if isinstance(expression, Deferred) else recipe_of(expression)
        if recipe is None:
            return expression
        result = recipe.call(*self.value(recipe.args), **self.value(dict(recipe.kwargs)))
        # An id is only good while its object lives.
        self.kept.append(expression)
        self.known[id(expression)] = result
        return result


_running: list[Evaluation] = []

PRESENT: set[type] = {int, float, str, slice, type(None)}
"""Types that never wait for a value; `theano.variable` adds its own."""


@contextmanager
def evaluating(evaluation: Evaluation) -> Iterator[Evaluation]:
    """Let `settle` find this evaluation."""
    _running.append(evaluation)
    try:
        yield evaluation
    finally:
        _running.pop()


def settle(value: Any) -> Any:
    """The value of what a step closed over while it waited, once the call that runs it knows."""
    return _running[-1].value(value) if _running and isinstance(value, Deferred) else value


def waits(values: Iterable[Any]) -> bool:
    """Whether any of these, or of the values in lists among them, is deferred."""
    # A loop with a short cut and not `any(...)`: every operation of every step asks this.
    for value in values:
        if type(value) in PRESENT:
            continue
        if isinstance(value, Deferred):
            return True
        if isinstance(value, (list, tuple)) and waits(value):
            return True
        if isinstance(value, dict) and waits(value.values()):
            return True
    return False


def recipe_of(value: Any) -> Deferred | None:
    """How a present value was made of shared variables."""
    recipe = getattr(value, "recipe", None)
    return recipe if isinstance(recipe, Deferred) else None
