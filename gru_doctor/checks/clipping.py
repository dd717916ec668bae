"""Gradients that stop growing with what comes in: below which limit they are judged, and what it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from gru_doctor.closeness import gap
from gru_doctor.records import Array
from gru_doctor.subject import Call, Gradient, Subject

FINER, LARGE = 2.0**-10, 2.0**20
"""Powers of two, so that what is proportional stays so to the last digit."""
TIMES = 2
APART = 1e-5
"""How far from proportional counts as clipped."""


def within(subject: Subject, asked: Call, cotangent: Array) -> tuple[Array, Gradient]:
    """A cotangent so small, and the gradient for it, that half of it gives half the gradient."""
    given = subject.gradient(asked, cotangent)
    if subject.card.gradient != "backward" or given.complaint:
        return cotangent, given
    for _ in range(TIMES):
        finer = subject.gradient(asked, FINER * cotangent)
        if proportional(given, finer, FINER):
            break
        cotangent, given = FINER * cotangent, finer
    return cotangent, given


def proportional(one: Gradient, other: Gradient, share: float) -> bool:
    """Whether every array of the other is so many times that of the one."""
    pairs = zip(_arrays(one), _arrays(other), strict=False)
    return all(gap(share * a, b) < APART for a, b in pairs)


def _arrays(g: Gradient) -> Iterator[Array]:
    yield from (a for a in (g.xs, g.h0) if a is not None)
    yield from (g.weights[name] for name in sorted(g.weights))


def told(subject: Subject, asked: Call, cotangent: Array) -> str:
    """What happens to large gradients, in words; nothing where they are left to a framework."""
    if subject.card.gradient != "backward":
        return ""
    asked, cotangent = _once(subject, asked, cotangent)
    small = subject.gradient(asked, cotangent)
    large = subject.gradient(asked, LARGE * cotangent)
    most = LARGE * float(np.max(np.abs(cotangent)))
    if small.complaint or large.complaint:
        return ""
    if proportional(small, large, LARGE):
        return f"; nothing is clipped up to {most:.0e} coming in"
    limit = _limit(large)
    where = f"entries are clipped at ±{limit:g}" if limit else "large ones are scaled down"
    return f"; {where}: what comes in was kept so small that none was"


def _once(subject: Subject, asked: Call, cotangent: Array) -> tuple[Call, Array]:
    """One sample, and of a cell one step: what is called several times is clipped each time."""
    steps = slice(1) if subject.card.level == "cell" else slice(None)
    h0 = None if asked.h0 is None else asked.h0[:1]
    mask = None if asked.mask is None else asked.mask[steps, :1]
    whole = cotangent[steps, :1] if cotangent.ndim == 3 else cotangent[:1]
    return replace(asked, xs=asked.xs[steps, :1], h0=h0, mask=mask), whole


def _limit(large: Gradient) -> float | None:
    """The size that several entries share exactly, and none exceeds."""
    entries = np.abs(np.concatenate([np.ravel(a) for a in large.weights.values()] or [np.zeros(1)]))
    most = float(entries.max())
    return most if (entries == most).sum() > 1 else None
