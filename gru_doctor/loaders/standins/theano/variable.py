"""Values as Theano code sees them: immutable float64 tensors, and shared ones that can be set."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import torch

from gru_doctor.loaders.standins.lengths import Count, Length
from gru_doctor.loaders.standins.theano.deferred import PRESENT, Deferred
from gru_doctor.loaders.standins.theano.remembering import remembered
from gru_doctor.loaders.standins.values import Value, of_kind, plain


class Variable(Value, framework="theano"):
    """A value; its methods are functions of theano.tensor, attached when the package is imported.

    `pattern` says which axes broadcast by what the code says (None: no axis), `recipe` how it was
    made of shared variables, `origin` of which value it is a part: (whole, key).
    """

    pattern: tuple[bool, ...] | None = None
    recipe: Deferred | None = None
    origin: tuple[Any, Any] | None = None
    shared = False
    label: str | None = None

    @property
    def shape(self) -> Any:  # type: ignore[override]
        """The lengths of the axes, each of them a `Length`."""
        return torch.Size(map(Length, super().shape))

    @property
    def size(self) -> Any:
        """The number of entries."""
        count = Count(self.numel())
        count.shape = self.shape
        return count

    @property
    def name(self) -> str | None:
        """The name the code gave."""
        return self.label

    @name.setter
    def name(self, label: str | None) -> None:
        self.label = label

    @property
    def broadcastable(self) -> tuple[bool, ...]:
        """Which axes broadcast, as Theano would know it before it runs."""
        return self.pattern or (False,) * self.ndim


class SharedVariable(Variable):
    """A stored array: a leaf of autograd, read with get_value and written with set_value."""

    shared = True

    def get_value(self, borrow: bool = False, return_internal_type: bool = False) -> Any:
        """A copy of the numbers."""
        return np.array(self.detach().numpy())

    def set_value(self, value: Any, borrow: bool = False) -> None:
        """Replace the numbers; the shape may change, the number of axes may not."""
        new = plain(value).to(self.dtype)
        if new.ndim != self.ndim:
            raise TypeError(f"a shared variable of {self.ndim} axes is set to {new.ndim} axes")
        self.data = new.detach().clone()


PRESENT.update((Variable, SharedVariable))
_SCALARS = {float: torch.float64, int: torch.int64}


@remembered
def shared(
    value: Any,
    name: str | None = None,
    strict: bool = False,
    allow_downcast: bool | None = None,
    borrow: bool = False,
    broadcastable: Any = None,
    target: str | None = None,
) -> SharedVariable:
    """A stored array that holds a copy of `value`; floats become float64 and require a gradient."""
    new = plain(value).detach().clone().as_subclass(SharedVariable)
    new.label = name
    new.pattern = tuple(broadcastable) if broadcastable is not None else None
    new.requires_grad_(new.is_floating_point())
    return new


def lift(value: Any) -> Any:
    """The value as a `Variable`: arrays and numbers are constants, lists of values are stacked."""
    if type(value) is float or type(value) is int:
        return of_kind(torch.scalar_tensor(value, dtype=_SCALARS[type(value)]), Variable)
    if type(value) is Variable or isinstance(value, (Variable, Deferred)):
        return value
    if isinstance(value, (list, tuple)) and any(isinstance(v, torch.Tensor) for v in value):
        return torch.stack([plain(v) for v in value]).as_subclass(Variable)
    if isinstance(value, torch.Tensor):
        return plain(value).as_subclass(Variable)
    return constant(value)


def constant(value: Any, name: str | None = None, ndim: int | None = None, dtype: Any = None) -> Any:
    """A constant: every axis of length 1 broadcasts."""
    if isinstance(value, Length):
        return torch.tensor(int(value)).as_subclass(Variable)
    made = plain(value).as_subclass(Variable)
    made.label = name
    if 1 in made.shape:
        made.pattern = tuple(n == 1 for n in made.shape)
    return made


def attach(methods: dict[str, Callable[..., Any]]) -> None:
    """Give values, present and deferred, these methods."""
    for cls in (Variable, Deferred):
        for name, method in methods.items():
            setattr(cls, name, method)
