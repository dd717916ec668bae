"""Functions that compute at once, or wait when an argument waits."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any

import torch

from gru_doctor.loaders.standins.theano.deferred import Deferred, recipe_of, waits
from gru_doctor.loaders.standins.theano.variable import Variable
from gru_doctor.loaders.standins.values import dressed

_unrecorded: list[bool] = []


@contextmanager
def unrecorded() -> Iterator[None]:
    """Keep no recipes: inside a scan its steps belong to the scan's own recipe."""
    _unrecorded.append(True)
    try:
        yield
    finally:
        _unrecorded.pop()


def op(compute: Callable[..., Any]) -> Callable[..., Any]:
    """Make a function of torch tensors one of Theano values, present or deferred."""

    @wraps(compute)
    def call(*args: Any, **kwargs: Any) -> Any:
        if waits(args) or (kwargs and waits(kwargs.values())):
            return Deferred(call, args, kwargs)
        # Inside, torch's own classes and speed; the result is dressed once.
        with torch._C.DisableTorchFunctionSubclass():
            result = dressed(compute(*args, **kwargs), Variable, args)
        if not _unrecorded and (_changes(args) or _changes(kwargs.values())):
            _remember(result, Deferred(call, args, kwargs))
        return result

    return call


def _changes(values: Iterable[Any]) -> bool:
    return any(
        recipe_of(v) is not None
        or getattr(v, "shared", False)
        or (isinstance(v, (list, tuple)) and _changes(v))
        or (isinstance(v, dict) and _changes(v.values()))
        for v in values
    )


def _remember(result: Any, recipe: Deferred) -> None:
    if isinstance(result, Variable):
        result.recipe = recipe
    elif type(result) in (list, tuple):
        for i, part in enumerate(result):
            _remember(part, Deferred(_pick, (recipe, i), {}))


def _pick(values: Any, i: int) -> Any:
    return values[i]
