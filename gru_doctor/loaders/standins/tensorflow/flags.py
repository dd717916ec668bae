"""The options of a program, tf.app.flags: each has its default, for no command line is read."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

KINDS = ("integer", "float", "string", "boolean", "bool", "enum", "list", "multi_integer")


def surface() -> dict[str, Any]:
    """The names of the module, with no option defined yet."""
    flags = SimpleNamespace()

    def define(name: str, default: Any = None, *_: Any, **__: Any) -> None:
        setattr(flags, name, default)

    defining: dict[str, Callable[..., None]] = {f"DEFINE_{kind}": define for kind in KINDS}
    return {"FLAGS": flags, **defining}
