"""Whether a value that came over the wire is what a record's field was declared to hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import is_dataclass
from functools import cache
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import numpy as np


@cache
def declared(record: type) -> tuple[tuple[str, Any], ...]:
    """The fields of a record with their types; arrays are declared as Any at run time."""
    return tuple(get_type_hints(record).items())


def conforms(value: Any, annotation: Any) -> bool:
    """Whether `value` is an `annotation`, all the way down; Any stands for an array."""
    if annotation is Any:
        return isinstance(value, np.ndarray)
    origin, parts = get_origin(annotation), get_args(annotation)
    if origin is None:
        return _plain(value, annotation)
    if origin is Literal:
        return isinstance(value, str) and value in parts
    if origin in (Union, UnionType):
        return any(conforms(value, part) for part in parts)
    if origin is tuple:
        return _conforms_tuple(value, parts)
    if origin is Mapping:
        key, item = parts
        pairs = value.items() if isinstance(value, dict) else ((None, None),)
        return all(conforms(k, key) and conforms(v, item) for k, v in pairs)
    return False


def _plain(value: Any, annotation: Any) -> bool:
    if annotation is float:
        return isinstance(value, float | int) and not isinstance(value, bool)
    if annotation is int:
        return isinstance(value, int) and not isinstance(value, bool)
    if annotation in (str, bool, type(None)) or is_dataclass(annotation):
        return isinstance(value, annotation)
    return False


def _conforms_tuple(value: Any, parts: tuple[Any, ...]) -> bool:
    if not isinstance(value, tuple):
        return False
    if parts[-1] is ...:
        return all(conforms(item, parts[0]) for item in value)
    return len(value) == len(parts) and all(map(conforms, value, parts))
