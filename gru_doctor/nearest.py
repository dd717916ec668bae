"""What a person may have meant by a word that nothing is called."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


def nearest(word: str, known: Iterable[str]) -> str:
    """Such as: did you mean 'hidden-size'? Empty where nothing is near."""
    found = get_close_matches(word, list(known), 1, 0.5)
    return f"did you mean {found[0]!r}?" if found else ""
