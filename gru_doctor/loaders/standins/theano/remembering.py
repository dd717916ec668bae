"""What a layer makes while it is made: stored arrays and inputs without a value."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any

_taking: list[Callable[..., Any]] = []


def remembered(make: Callable[..., Any]) -> Callable[..., Any]:
    """The same maker; inside `taking` each call goes through what is taking."""

    @wraps(make)
    def made(*args: Any, **kwargs: Any) -> Any:
        return _taking[-1](make, *args, **kwargs) if _taking else make(*args, **kwargs)

    return made


@contextmanager
def taking(take: Callable[..., Any]) -> Iterator[None]:
    """Let `take(make, *args, **kwargs)` say what each maker gives."""
    _taking.append(take)
    try:
        yield
    finally:
        _taking.pop()
