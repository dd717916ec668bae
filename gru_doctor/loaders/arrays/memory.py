"""An object's own memory (caches, carried states): remembered after loading, restored at will."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Set
from typing import Any

import numpy as np

from gru_doctor.loaders.arrays.slots import Slot, of_user

DEEPEST = 4


class Memory:
    """The attributes of an object and of the user's objects inside it, and what their lists, dicts
    and arrays held. Parameters keep their identity and whatever was written to them."""

    def __init__(self, thing: Any, registry: dict[str, Any]) -> None:
        self._thing, self._registry = thing, registry
        self._entries: dict[str, Any] = {}
        self._parameters: dict[int, Any] = {}
        self._numbers: list[Slot] = []
        self._saved: list[tuple[Any, dict[str, Any]]] = []
        self._containers: list[tuple[Any, Any]] = []
        self._arrays: list[tuple[Any, Any]] = []
        self.remember()

    def spare(self, slots: Iterable[Slot]) -> None:
        """Stored arrays that are parameters: never restored, only assigned. What cannot be changed in
        place is another object after each assignment, and its slot knows which."""
        spared = list(slots)
        self._parameters = {id(part.holder): part for s in spared for part in s.members()}
        self._numbers = [s for s in spared if not s.members()]
        self.remember()

    def remember(self) -> None:
        """Take the present state as the one to go back to."""
        owners = list(_owners(self._thing))
        self._entries = dict(self._registry)
        self._saved = [(owner, dict(vars(owner))) for owner in owners]
        mine = [v for _, saved in self._saved for v in _nested(saved.values(), self._parameters.keys())]
        self._containers = [(v, v.copy()) for v in mine if isinstance(v, list | dict)]
        self._arrays = [(v, v.copy()) for v in mine if isinstance(v, np.ndarray)]

    def adopt(self, call: Callable[[], object]) -> None:
        """Keep what the first call builds for good (lazily made weights): after two calls in a row
        the same object stands where there was nothing before."""
        call()
        first = [dict(vars(owner)) for owner, _ in self._saved]
        call()
        for (owner, saved), early in zip(self._saved, first, strict=True):
            for name, value in vars(owner).items():
                if saved.get(name) is None and value is not None and early.get(name) is value:
                    saved[name] = value
                elif saved.get(name) is False and value is True:
                    saved[name] = True  # `self.built`
        registered = dict(self._registry)
        self.restore()
        self._registry.update(registered)
        self.remember()

    def mark(self) -> tuple[Any, ...]:
        """The present memory, to be handed to `back`."""
        return self._saved, self._containers, self._arrays, self._entries

    def back(self, mark: tuple[Any, ...]) -> None:
        """Forget what was adopted since."""
        self._saved, self._containers, self._arrays, self._entries = mark
        self.restore()

    def restore(self) -> None:
        """Go back; attributes and variables that came later are removed."""
        written = [(slot, slot.read()) for slot in self._numbers]
        if self._registry.keys() != self._entries.keys():
            self._registry.clear()
            self._registry.update(self._entries)
        for owner, saved in self._saved:
            own = vars(owner)
            for late in own.keys() - saved.keys():
                del own[late]
            own.update((name, self._assigned(value)) for name, value in saved.items())
        for container, kept in self._containers:
            _refill(container, kept)
        for array, copy in self._arrays:
            if array.flags.writeable:
                array[...] = copy
        for slot, numbers in written:
            slot.write(numbers)

    def _assigned(self, value: Any) -> Any:
        """What stands in a parameter's place by now; anything else as it was."""
        slot = self._parameters.get(id(value))
        return value if slot is None else slot.holder


def _owners(thing: Any, depth: int = 0) -> Iterator[Any]:
    """The object and the user's objects it holds."""
    if not hasattr(thing, "__dict__") or hasattr(thing, "__code__") or isinstance(thing, type):
        return
    if depth > DEEPEST or (depth and not of_user(thing)):
        return
    yield thing
    for value in _nested(list(vars(thing).values())):
        yield from _owners(value, depth + 1)


def _nested(values: Iterable[Any], spared: Set[int] = frozenset(), depth: int = 0) -> Iterator[Any]:
    """The values and what their dicts, lists and tuples hold, without what is spared."""
    for value in values:
        if id(value) in spared:
            continue
        yield value
        if depth < 2 and isinstance(value, dict):
            yield from _nested(list(value.values()), spared, depth + 1)
        elif depth < 2 and isinstance(value, list | tuple):
            yield from _nested(value, spared, depth + 1)


def _refill(container: Any, kept: Any) -> None:
    if isinstance(container, list):
        if len(container) != len(kept) or any(a is not b for a, b in zip(container, kept, strict=True)):
            container[:] = kept
        return
    container.clear()
    container.update(kept)
