"""Results packed into bytes until they are read: of many files, one result at a time is unpacked."""

from __future__ import annotations

import pickle
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import overload

from gru_doctor.records import Result


def pack(result: Result) -> bytes:
    """A result in a tenth of its size."""
    return zlib.compress(pickle.dumps(result, pickle.HIGHEST_PROTOCOL))


def unpack(packed: bytes) -> Result:
    """What this process has packed."""
    result: Result = pickle.loads(zlib.decompress(packed))
    return result


class Packed(Sequence[Result]):
    """A sequence of results; each is unpacked anew when it is asked for."""

    def __init__(self, packed: Iterable[bytes]) -> None:
        self._packed = tuple(packed)

    def __len__(self) -> int:
        return len(self._packed)

    @overload
    def __getitem__(self, number: int) -> Result: ...
    @overload
    def __getitem__(self, number: slice) -> Sequence[Result]: ...
    def __getitem__(self, number: int | slice) -> Result | Sequence[Result]:
        """One of them, or some, which stay packed."""
        if isinstance(number, slice):
            return Packed(self._packed[number])
        return unpack(self._packed[number])

    def __iter__(self) -> Iterator[Result]:
        return map(unpack, self._packed)

    def changed(self, change: Callable[[Result], Result]) -> Packed:
        """Each result changed, once and in order; what stays the same is not packed twice."""
        return Packed(_again(packed, change) for packed in self._packed)


def _again(packed: bytes, change: Callable[[Result], Result]) -> bytes:
    before = unpack(packed)
    after = change(before)
    return packed if after == before else pack(after)


def changed(results: Sequence[Result], change: Callable[[Result], Result]) -> Sequence[Result]:
    """Each result changed, once and in order; packed where the results are."""
    return results.changed(change) if isinstance(results, Packed) else tuple(map(change, results))
