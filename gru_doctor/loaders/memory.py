"""An object's own memory (caches, carried states): remembered after loading, restored at will."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


class Memory:
    """The attributes of an object, and what its lists and dicts held; arrays keep their identity."""

    def __init__(self, thing: Any) -> None:
        self._thing = thing
        self._saved: dict[str, Any] = {}
        self._contents: list[tuple[Any, Any]] = []
        self.remember()

    def remember(self) -> None:
        """Take the present state as the one to go back to."""
        if not hasattr(self._thing, "__dict__") or hasattr(self._thing, "__code__"):
            return
        self._saved = dict(vars(self._thing))
        held = [v for v in self._saved.values() if isinstance(v, list | dict)]
        self._contents = [(v, v.copy()) for v in held]

    def adopt(self, call: Callable[[], object]) -> None:
        """Keep what the first call builds for good (lazily made weights): after two calls in a row
        the same object stands where there was nothing before."""
        if not self._saved:
            return
        call()
        first = dict(vars(self._thing))
        call()
        for name, value in vars(self._thing).items():
            if self._saved.get(name) is None and value is not None and first.get(name) is value:
                self._saved[name] = value

    def restore(self) -> None:
        """Go back; attributes that came later are removed."""
        if not self._saved:
            return
        own = vars(self._thing)
        for late in set(own) - set(self._saved):
            del own[late]
        own.update(self._saved)
        for container, kept in self._contents:
            if container == [] and kept == []:
                continue
            _refill(container, kept)


def _refill(container: Any, kept: Any) -> None:
    if isinstance(container, list):
        container[:] = kept
    else:
        container.clear()
        container.update(kept)
