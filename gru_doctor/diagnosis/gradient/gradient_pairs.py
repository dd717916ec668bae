"""Two faults of a backward pass at once: the one that repairs a part, and the one that is left."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

import numpy as np

from gru_doctor.diagnosis.gradient.gradient_trial import Effect, Hypothesis, Trial
from gru_doctor.fault import Fault, Slipped

FIRSTS, PAIRED = 12, 60
"""How many repairs of a part are followed up, and of how many hypotheses all pairs are tried."""

One = tuple[Fault, Slipped]
Effected = tuple[Effect, One]


def explaining_pair(trial: Trial, slips: Sequence[One]) -> tuple[One, One] | None:
    """The simplest two faults that reproduce the gradients together.

    A part is repaired by one and the rest by another; where no part is, all pairs are tried of the
    faults that touch only what is wrong.
    """
    effects = [(trial.short.effect((pair,)), pair) for pair in slips]
    found = list(_followed(trial, effects)) or list(_tried(trial, effects))
    return min(found, key=_simplicity) if found else None


def _followed(trial: Trial, effects: Sequence[Effected]) -> Iterator[tuple[One, One]]:
    """Repair the first part that is proven, and look for what alters all that is left; of two faults
    one may act through the other, but then it is the other that repairs a part."""
    for repaired, first in _repairs(trial, effects):
        left = repaired.wrong
        seconds = (pair for effect, pair in effects if pair is not first and left <= effect.altered)
        yield from ((first, s) for s in seconds if trial.reproduces((first, s)))


def _repairs(trial: Trial, effects: Sequence[Effected]) -> list[Effected]:
    """The hypotheses after which fewer gradients of one step are wrong and no new one."""
    wrong = set(trial.short.wrong())
    better = sorted((e for e in effects if e[0].wrong < wrong), key=lambda e: len(e[0].wrong))
    kept = {id(pair) for pair in _distinct(trial, [pair for _, pair in better])[:FIRSTS]}
    return [e for e in better if id(e[1]) in kept]


def _tried(trial: Trial, effects: Sequence[Effected]) -> Iterator[tuple[One, One]]:
    """All pairs of the hypotheses that touch only what is wrong in one step."""
    wrong = set(trial.short.wrong())
    near = _distinct(trial, [p for effect, p in effects if not p[1].over_time and effect.wrong <= wrong])
    if len(near) <= PAIRED:
        yield from (pair for pair in combinations(near, 2) if trial.reproduces(pair))


def _distinct(trial: Trial, pairs: Sequence[One]) -> list[One]:
    """The first of each class of equal numbers; those that change nothing are left out."""
    healthy = _print(trial, ())
    first = {_print(trial, (pair,)): pair for pair in reversed(pairs)}
    kept = {id(pair) for key, pair in first.items() if key != healthy}
    return [pair for pair in pairs if id(pair) in kept]


def _print(trial: Trial, hypothesis: Hypothesis) -> bytes:
    """Equal for predictions of one step that agree to about seven digits."""
    made = trial.short.made(hypothesis)
    numbers = np.concatenate([np.ravel(made(name)) for name in trial.short.names])
    return numbers.astype(np.float32).tobytes()


def _simplicity(hypothesis: Hypothesis) -> tuple[int, tuple[str, ...]]:
    rules = sum(len(slipped.rules) or 1 for _, slipped in hypothesis)
    return rules, tuple(sorted(fault.code for fault, _ in hypothesis))
