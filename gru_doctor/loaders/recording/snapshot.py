"""Copies of whatever holds numbers: arrays, tensors, scalars, and lists of these that stack."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Any

import numpy as np

from gru_doctor.records import Array

DEPTH = 3
LONGEST = 4096
LARGEST = 1 << 16
SCALARS = (bool, int, float, complex)
NUMBERS = (np.ndarray, np.generic, *SCALARS)
# What copying a foreign object may raise: vmap wrappers, tracers, ragged lists, meta tensors.
UNCOPYABLE = (RuntimeError, TypeError, ValueError, AttributeError, OverflowError, AssertionError)

_OPENED: dict[type, str] = {}


def opened_at(cls: type, attribute: str) -> None:
    """Objects of this class hold their numbers in that attribute."""
    _OPENED[cls] = attribute


def snapshot(value: Any) -> Array | None:
    """A copy of the numbers in `value`, None where there are none.

    Real numbers come as float64, complex ones as complex128; integers and booleans keep their kind.
    """
    try:
        return _copied(value, DEPTH)
    except UNCOPYABLE:
        return None


def is_followed(value: Any) -> bool:
    """Whether an autograd works out gradients through a value, or through one of several."""
    torch = sys.modules.get("torch")
    if torch is not None and isinstance(value, list | tuple):
        return any(is_followed(part) for part in value[:LONGEST])
    return torch is not None and isinstance(value, torch.Tensor) and bool(value.requires_grad)


def _copied(value: Any, depth: int) -> Array | None:
    if isinstance(value, NUMBERS):
        return _numbers(value)
    if isinstance(value, list | tuple):
        return _numbers(value) if _starts_with_scalar(value) else _stacked(value, depth)
    torch = sys.modules.get("torch")
    if torch is not None and isinstance(value, torch.Tensor):
        return _from_tensor(torch, value)
    if type(value) in _OPENED:
        return _copied(getattr(value, _OPENED[type(value)]), depth)
    if hasattr(type(value), "__array__"):
        return _numbers(np.asarray(value))
    return None


def _numbers(value: Any) -> Array | None:
    copy = np.array(value)
    kind = copy.dtype.kind
    if kind in "iu":
        return copy.astype(np.int64)
    if copy.dtype == np.float64 or kind == "b":
        return copy
    if kind == "f":
        return copy.astype(np.float64)
    return copy.astype(np.complex128) if kind == "c" else None


def _starts_with_scalar(values: Sequence[Any]) -> bool:
    """Whether these are lists of plain numbers, which numpy copies at once, and not too many."""
    first: Any = values
    size = 1
    for _ in range(DEPTH):
        if not isinstance(first, list | tuple) or not first:
            break
        size *= len(first)
        first = first[0]
    return isinstance(first, SCALARS) and size <= LARGEST


def _stacked(values: Sequence[Any], depth: int) -> Array | None:
    """The elements as one array (len(values), ...), if all have numbers and one shape."""
    if not depth or not 0 < len(values) <= LONGEST:
        return None
    parts: list[Array] = []
    for value in values:
        part = _copied(value, depth - 1)
        if part is None or (parts and part.shape != parts[0].shape):
            return None
        parts.append(part)
    return np.stack(parts)


def _from_tensor(torch: Any, value: Any) -> Array | None:
    tensor = value.detach().cpu().resolve_conj().resolve_neg()
    if tensor.is_floating_point():
        tensor = tensor.to(torch.float64)  # numpy has no bfloat16
    return _numbers(tensor.numpy())
