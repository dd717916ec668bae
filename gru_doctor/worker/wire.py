"""The wire: length-checked frames of JSON and raw array bytes; records are rebuilt by name, each
field of the type it was declared with.

What was a list comes back as a tuple. The other end may be in the hands of hostile code: whatever
is not one of our frames is Malformed.
"""

from __future__ import annotations

import struct
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from json import dumps, loads
from math import prod
from typing import Any, Protocol

import numpy as np

from gru_doctor import records, subject
from gru_doctor.errors import NotExamined
from gru_doctor.worker.declared import conforms, declared

LIMIT = 1 << 28
PLAIN_LIMIT = 1 << 25  # of JSON, which as objects is some thirty times as large
DEEPEST = 32  # axes of an array
HEADER = struct.Struct("!4sQQ")
MAGIC = b"GRU1"
DTYPES = {"float64", "float32", "float16", "int64", "int32", "bool", "complex128"}
NAMES = {np.dtype(name): name for name in DTYPES}
AT_ONCE = 1 << 16

RECORDS = {
    cls.__name__: cls
    for cls in (
        records.Card, records.Parameter, records.Trace, records.Site, records.Span,
        records.Moment, records.Options, records.Target, records.Problem,
        subject.Run, subject.Gradient, subject.Repeated, subject.Edit, subject.Call,
    )
}  # fmt: skip
BROKEN = (ValueError, KeyError, TypeError, IndexError, AttributeError, OverflowError, RecursionError)


class Malformed(Exception):
    """A frame that is not one of ours: too long, cut short, or of unknown parts."""


class TooLarge(NotExamined):
    """What no frame can hold."""

    def __init__(self, size: int) -> None:
        hint = "examine a smaller part of the file, such as the cell without its embedding: FILE:NAME"
        super().__init__(f"its arrays are too large: {size >> 20} MB, and {LIMIT >> 20} at most", hint)


class Stream(Protocol):
    """What frames travel on: a socket, or anything like it."""

    def recv(self, size: int, /) -> bytes:
        """Up to `size` bytes, none at the end."""
        ...

    def sendall(self, data: bytes, /) -> None:
        """Write all of `data`."""
        ...


class Buffered:
    """Reads ahead, so that a small frame costs one call of the system."""

    def __init__(self, read: Callable[[int], bytes]) -> None:
        self._read, self._held = read, b""

    def recv(self, size: int) -> bytes:
        """See Stream."""
        held = self._held or self._read(max(size, AT_ONCE))
        self._held = held[size:]
        return held[:size]


class Packer:
    """Gathers the arrays of one message while its plain form is made."""

    def __init__(self) -> None:
        self.buffers: list[bytes] = []
        self.size = 0

    def plain(self, value: Any) -> Any:
        """JSON for any message; arrays become references into the body."""
        if isinstance(value, np.ndarray):
            return self.array(value)
        if is_dataclass(value) and not isinstance(value, type):
            slots = [self.plain(getattr(value, f.name)) for f in fields(value)]
            return {"~r": type(value).__name__, "v": slots}
        if isinstance(value, dict):
            return {"~d": [[self.plain(k), self.plain(v)] for k, v in value.items()]}
        if isinstance(value, list | tuple):
            return [self.plain(v) for v in value]
        if isinstance(value, np.generic):
            return value.item()
        if isinstance(value, str | int | float | bool) or value is None:
            return value
        raise Malformed(f"a {type(value).__name__} cannot cross the wire")

    def array(self, value: np.ndarray[Any, Any]) -> Any:
        """A reference to the bytes of an array."""
        name = NAMES.get(value.dtype)
        if name is None:
            raise Malformed(f"an array of dtype {value.dtype} cannot cross the wire")
        reference = {"~a": [self.size, name, list(value.shape)]}
        self.buffers.append(value.tobytes())
        self.size += value.nbytes
        return reference


def pack(message: Any) -> bytes:
    """A message of records, dicts, lists, strings, numbers and arrays as one frame."""
    packer = Packer()
    head = dumps(packer.plain(message)).encode()
    if len(head) > PLAIN_LIMIT or packer.size > LIMIT:
        raise TooLarge(len(head) + packer.size)
    return b"".join((HEADER.pack(MAGIC, len(head), packer.size), head, *packer.buffers))


def send(stream: Stream, message: Any) -> None:
    """Write one frame."""
    stream.sendall(pack(message))


def receive(stream: Stream) -> Any:
    """Read one frame; raises Malformed, EOFError or TimeoutError."""
    magic, head_size, body_size = HEADER.unpack(_exactly(stream, HEADER.size))
    if magic != MAGIC or head_size > PLAIN_LIMIT or body_size > LIMIT:
        raise Malformed("not a gru-doctor frame")
    head, body = _exactly(stream, head_size), _exactly(stream, body_size)
    try:
        return Unpacker(body).rebuilt(loads(head))
    except BROKEN as error:
        raise Malformed(f"{type(error).__name__}: {error}"[:200]) from error


def _exactly(stream: Stream, size: int) -> bytes:
    parts = bytearray()
    while len(parts) < size:
        part = stream.recv(min(size - len(parts), 1 << 20))
        if not part:
            raise EOFError("the other end closed the wire")
        parts += part
    return bytes(parts)


class Unpacker:
    """Makes a message again of its plain form and the bytes of its arrays.

    The arrays lie in the body one after the other, as they were packed: no two of them share bytes,
    so what comes out is no larger than what came in.
    """

    def __init__(self, body: bytes) -> None:
        self._body, self._used = memoryview(body), 0

    def rebuilt(self, value: Any) -> Any:
        """The value of one plain form, its arrays taken from the body in order."""
        if isinstance(value, list):
            return tuple(self.rebuilt(v) for v in value)
        if not isinstance(value, dict):
            return value
        if "~a" in value:
            return self._array(*value["~a"])
        if "~r" in value:
            return _rebuilt_record(RECORDS[value["~r"]], [self.rebuilt(v) for v in value["v"]])
        return {self.rebuilt(k): self.rebuilt(v) for k, v in value["~d"]}

    def _array(self, offset: int, dtype: str, shape: list[int]) -> Any:
        if dtype not in DTYPES:
            raise Malformed(f"unknown dtype {dtype}")
        if offset != self._used or not _is_shape(shape):
            raise Malformed("an array that does not follow the one before it")
        size = prod(shape)
        if size * np.dtype(dtype).itemsize > len(self._body) - offset:
            raise Malformed("an array reaches past the end of its frame")
        self._used += size * np.dtype(dtype).itemsize
        return np.frombuffer(self._body, dtype, size, offset).reshape(shape).copy()


def _is_shape(shape: Any) -> bool:
    """Few enough sizes, none below nothing and none that no frame could hold."""
    if not isinstance(shape, list) or len(shape) > DEEPEST:
        return False
    return all(type(size) is int and 0 <= size <= LIMIT for size in shape)


def _rebuilt_record(record: Any, values: list[Any]) -> Any:
    expected = declared(record)
    if len(values) != len(expected):
        raise Malformed(f"a {record.__name__} has {len(expected)} fields, not {len(values)}")
    for (name, annotation), value in zip(expected, values, strict=True):
        if not conforms(value, annotation):
            raise Malformed(f"{name} of a {record.__name__} cannot be a {type(value).__name__}")
    return record(*values)
