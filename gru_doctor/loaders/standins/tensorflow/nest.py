"""tensorflow.python.util.nest: values in lists, tuples and records."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from gru_doctor.loaders.standins.tensorflow.tensor import TensorShape


def is_sequence(value: Any) -> bool:
    """Whether it is a list, a tuple or a record of values."""
    return isinstance(value, (list, tuple)) and not isinstance(value, TensorShape)


def flatten(structure: Any) -> list[Any]:
    """The values in order."""
    if not is_sequence(structure):
        return [structure]
    return [value for part in structure for value in flatten(part)]


def pack_sequence_as(structure: Any, flat_sequence: Any) -> Any:
    """The values in the form of the structure."""
    return _packed(structure, iter(flat_sequence))


def _packed(structure: Any, values: Iterator[Any]) -> Any:
    if not is_sequence(structure):
        return next(values)
    parts = [_packed(part, values) for part in structure]
    return type(structure)(*parts) if hasattr(structure, "_fields") else type(structure)(parts)


def map_structure(function: Callable[..., Any], *structures: Any) -> Any:
    """The function of each value, in the form of the first structure."""
    columns = zip(*map(flatten, structures), strict=True)
    return pack_sequence_as(structures[0], [function(*column) for column in columns])


FUNCTIONS = {
    function.__name__: function for function in (is_sequence, flatten, pack_sequence_as, map_structure)
}
