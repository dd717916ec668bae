"""What the function of a scan returns: outputs, updates of shared variables, a stop."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


class Updates(dict[Any, Any]):
    """Shared variables and their new values; adding two joins them."""

    def __add__(self, other: Any) -> Updates:
        joined = Updates(self)
        joined.update(dict(other))
        return joined


@dataclass(frozen=True)
class until:
    """Returned by fn as its last value: stop after the step where `condition` is true."""

    condition: Any


@dataclass(frozen=True)
class Outcome:
    """The parts of what fn returned."""

    values: tuple[Any, ...]
    updates: Mapping[Any, Any]
    stop: until | None

    def ends(self) -> bool:
        """Whether this step is the last."""
        return self.stop is not None and bool(self.stop.condition)


def read(returned: Any) -> Outcome:
    """Sort the parts: outputs, updates as a dict or as pairs, `until`, in any mixture."""
    parts = list(returned) if isinstance(returned, (list, tuple)) else [returned]
    stop = next((part for part in parts if isinstance(part, until)), None)
    updates: dict[Any, Any] = {}
    values: list[Any] = []
    for part in parts:
        if isinstance(part, dict) or _is_pairs(part):
            updates.update(dict(part))
        elif isinstance(part, (list, tuple)):
            values.extend(part)
        elif part is not None and not isinstance(part, until):
            values.append(part)
    return Outcome(tuple(values), updates, stop)


def _is_pairs(part: Any) -> bool:
    return (
        isinstance(part, (list, tuple))
        and bool(part)
        and all(isinstance(p, tuple) and len(p) == 2 and getattr(p[0], "shared", False) for p in part)
    )
