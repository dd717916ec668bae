"""What a framework answers that has no modes to switch, and knows no parameters of its own."""

from __future__ import annotations

from typing import Any


def prepare(thing: Any) -> tuple[str, ...]:
    """Nothing to switch."""
    return ()


def declared(thing: Any) -> dict[str, Any]:
    """Nothing is declared; the walk over attributes finds the arrays."""
    return {}


def registry() -> dict[str, Any]:
    """Nothing lives beside the objects."""
    return {}
