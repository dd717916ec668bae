"""Two faults of a backward pass at once: the one that repairs a part, and the one that is left."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

import numpy as np

from gru_doctor.diagnosis.gradient_trial import Hypothesis, Trial
from gru_doctor.fault import Fault, Slipped

FIRSTS, PAIRED = 12, 60
"""How many repairs of a part are followed up, and of how many hypotheses all pairs are tried."""

One = tuple[Fault, Slipped]


def explaining_pair(trial: Trial, slips: Sequence[One]) -> tuple[One, One] | None:
    """The simplest two faults that reproduce the gradients together.

    A part is repaired by one and the rest by another; where no part is, all pairs are tried of the
    faults that touch only what is wrong.
    """
    found = list(_followed(trial, slips)) or list(_tried(trial, slips))
    return min(found, key=_simplicity) if found else None


def _followed(trial: Trial, slips: Sequence[One]) -> Iterator[tuple[One, One]]:
    """Repair the first part that is proven, and look for what is left."""
    for first in _repairs(trial, slips):
        for second in slips:
            if second is not first and trial.reproduces((first, second)):
                yield (first, second)


def _repairs(trial: Trial, slips: Sequence[One]) -> list[One]:
    """The hypotheses after which fewer gradients of one step are wrong and no new one."""
    wrong = set(trial.short.wrong())
    ranked = [(set(trial.short.wrong((pair,))), pair) for pair in slips]
    better = sorted((r for r in ranked if r[0] < wrong), key=lambda r: len(r[0]))
    return _distinct(trial, [pair for _, pair in better])[:FIRSTS]


def _tried(trial: Trial, slips: Sequence[One]) -> Iterator[tuple[One, One]]:
    """All pairs of the hypotheses that touch only what is wrong in one step."""
    wrong = set(trial.short.wrong())
    local = [pair for pair in slips if not pair[1].over_time]
    near = _distinct(trial, [p for p in local if set(trial.short.wrong((p,))) <= wrong])
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
