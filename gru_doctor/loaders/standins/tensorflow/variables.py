"""Variables by name, and the scopes that make the names."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from gru_doctor.loaders.standins.tensorflow.arrays import sizes
from gru_doctor.loaders.standins.tensorflow.initializers import GENERATOR, first_value
from gru_doctor.loaders.standins.tensorflow.tensor import Variable

AUTO_REUSE = "auto"

variables: dict[str, Variable] = {}
"""Every variable made since the stand-in was installed, by its full name: `gru/gates/kernel`."""


@dataclass
class Scope:
    """A scope: the start of the names made in it, and the initializer they get by default."""

    name: str
    initializer: Any = None
    reuse: Any = None
    original_name_scope: str = ""

    def reuse_variables(self) -> None:
        """Nothing: a variable that exists is always used again, as each step runs the code anew."""

    def set_partitioner(self, partitioner: Any) -> None:
        """Nothing: there are no partitions."""

    def set_initializer(self, initializer: Any) -> None:
        """Another initializer from here on."""
        self.initializer = initializer


_scopes = [Scope("")]


def get_variable_scope() -> Scope:
    """The scope that code is in."""
    return _scopes[-1]


def full_name(name: str) -> str:
    """The name with that of the scope before it."""
    return f"{_scopes[-1].name}/{name}" if _scopes[-1].name else name


@contextmanager
def variable_scope(
    name_or_scope: Any = None,
    default_name: str | None = None,
    values: Any = None,
    initializer: Any = None,
    **_: Any,
) -> Iterator[Scope]:
    """Names made inside start with that of the scope; a scope object is entered again."""
    if isinstance(name_or_scope, Scope):
        name, inherited = name_or_scope.name, name_or_scope.initializer
    else:
        name = full_name(name_or_scope or default_name or "")
        inherited = _scopes[-1].initializer
    _scopes.append(Scope(name, inherited if initializer is None else initializer))
    try:
        yield _scopes[-1]
    finally:
        _scopes.pop()


@contextmanager
def name_scope(*_: Any, **__: Any) -> Iterator[str]:
    """Names of operations, which nothing here has."""
    yield ""


def get_variable(
    name: str, shape: Any = None, dtype: Any = None, initializer: Any = None, *_: Any, **__: Any
) -> Variable:
    """The variable of this name in this scope, made at the first call."""
    whole = full_name(name)
    if whole in variables:
        return _checked(variables[whole], whole, shape)
    start = _scopes[-1].initializer if initializer is None else initializer
    return _register(whole, first_value(start, shape, dtype))


def variable(
    initial_value: Any = None, trainable: bool = True, *_: Any, name: str | None = None, **__: Any
) -> Variable:
    """tf.Variable: a new variable, whose name is made unique."""
    value = initial_value() if callable(initial_value) else initial_value
    return _register(_unique(full_name(name or "Variable")), first_value(value, None))


def _checked(found: Variable, name: str, shape: Any) -> Variable:
    if shape is not None and tuple(found.shape) != sizes(shape):
        raise ValueError(f"{name} has shape {tuple(found.shape)}, and is asked for as {sizes(shape)}")
    return found


def _register(name: str, value: Any) -> Variable:
    variables[name] = stored(name, value)
    return variables[name]


def stored(name: str, value: Any) -> Variable:
    """A variable that starts from this value, and that its owner alone knows."""
    made: Variable = value.detach().clone().as_subclass(Variable)
    made.requires_grad_(made.is_floating_point())
    made.label = name
    return made


def _unique(name: str) -> str:
    tries = (f"{name}_{i}" if i else name for i in range(len(variables) + 1))
    return next(one for one in tries if one not in variables)


def listed(*_: Any, **__: Any) -> list[Variable]:
    """All variables, in the order in which they were made."""
    return list(variables.values())


def reset(*_: Any, **__: Any) -> None:
    """Forget every variable and scope, and start the random numbers again."""
    variables.clear()
    del _scopes[1:]
    GENERATOR.manual_seed(0)
