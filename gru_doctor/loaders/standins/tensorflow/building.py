"""A `call` that has the object built first, whoever calls it: weights are made once the input is known."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from functools import wraps
from typing import Any

from gru_doctor.loaders.standins.tensorflow import nest
from gru_doctor.loaders.standins.tensorflow.tensor import lift


def building(call: Callable[..., Any]) -> Callable[..., Any]:
    """The same `call`, after the object's own `build_once` on the first of its arguments."""
    first = list(inspect.signature(call).parameters)[1:2]

    @wraps(call)
    def built(self: Any, *args: Any, **kwargs: Any) -> Any:
        if not self.built:
            inputs = args[0] if args else next(kwargs[n] for n in (*first, *kwargs) if n in kwargs)
            self.build_once(nest.map_structure(lambda value: lift(value).get_shape(), inputs))
            self.built = True
        return call(self, *args, **kwargs)

    return built
