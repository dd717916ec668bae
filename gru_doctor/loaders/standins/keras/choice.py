"""What `get` does in every module of Keras: a name stands for a function."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any


def chosen(identifier: Any, functions: Mapping[str, Callable[..., Any]], kind: str) -> Any:
    """The function of this name; anything but a string is given back."""
    if not isinstance(identifier, str):
        return identifier
    if identifier not in functions:
        raise ValueError(f"the keras stand-in has no {kind} {identifier!r}: {', '.join(functions)}")
    return functions[identifier]
