"""Arrays kept beside the parameters, one for each: gradients, velocities, moments."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

Shape = tuple[int, ...]
Parts = tuple[str, ...]
FEWEST = 2


def twins(read: Mapping[str, Shape], silent: Mapping[str, Shape]) -> dict[str, str]:
    """By the name of a silent array, the parameter that it is kept for: `sums['U']` for `p['U']`, where all
    that stands in `sums` is silent and has a parameter of its shape in `p`."""
    kept: dict[str, str] = {}
    for place, word, other in sorted(set(_rules(read, silent))):
        family = {n: _parts(n) for n in (*read, *silent) if _parts(n)[place : place + 1] == (word,)}
        pairs = {n: _named(read, (*p[:place], other, *p[place + 1 :])) for n, p in family.items()}
        fits = all(n in silent and m is not None and read[m] == silent[n] for n, m in pairs.items())
        if fits and len(pairs) >= FEWEST:
            kept |= {n: m for n, m in pairs.items() if m is not None}
    return kept


def _rules(read: Mapping[str, Shape], silent: Mapping[str, Shape]) -> Iterator[tuple[int, str, str]]:
    """One word in place of another that makes a parameter's name of a silent array's."""
    for name in silent:
        for other in read:
            a, b = _parts(name), _parts(other)
            apart = [i for i in range(len(a)) if len(a) == len(b) and a[i] != b[i]]
            if len(apart) == 1:
                yield apart[0], a[apart[0]], b[apart[0]]


def _parts(name: str) -> Parts:
    return tuple(re.findall(r"[A-Za-z_]\w*|\d+", name))


def _named(read: Mapping[str, Shape], parts: Parts) -> str | None:
    return next((n for n in read if _parts(n) == parts), None)
