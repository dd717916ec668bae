"""Trust before measuring: the same call twice, nothing written to, no two parameters in one array."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from gru_doctor.checks.probe import call, weights
from gru_doctor.checks.repeats import REPEATS, repeats
from gru_doctor.closeness import gap, rounding
from gru_doctor.errors import Trouble
from gru_doctor.records import Array, Arrays, Evidence, Options
from gru_doctor.subject import Call, Run, Subject


def check_trust(subject: Subject, options: Options) -> Evidence:
    """Evidence "trust": `parts` are deterministic, carries (a second call in a row differs),
    mutates (a parameter changes in a forward pass), shared (parameters that are one array)."""
    generator = np.random.default_rng([options.seed, 3])
    drawn = weights(subject.card, generator)
    subject.assign(drawn)
    shared = gap_of(drawn, subject.weights())
    asked = call(subject.card, options, generator, steps=2)
    kept = subject.weights()
    first = whole(subject.run(asked))
    again = gap(first, whole(subject.run(asked)))
    carries = _carries(subject, asked)
    mutates = max((gap(kept[n], a) for n, a in subject.weights().items()), default=0.0)
    parts = {"deterministic": again, "carries": carries, "mutates": mutates, "shared": shared}
    parts |= repeats(subject, options)
    limit = rounding(subject.card.dtype)
    bad = [n for n in _WORDS if parts.get(n, 0.0) > limit]
    return Evidence(
        "trust", "fail" if bad else "pass", max(again, mutates), limit,
        detail=_told(bad), parts=parts,
    )  # fmt: skip


_WORDS = {
    "deterministic": "the same call gives other numbers each time",
    "mutates": "a forward pass changes the parameters",
    "shared": "two parameters are one array",
    "updated": REPEATS["updated"],
    "afresh": REPEATS["afresh"],
}
"""What takes the trust away."""


def carried_over(subject: Subject, options: Options) -> bool:
    """Whether a call leaves something on the object that the next one starts from."""
    generator = np.random.default_rng([options.seed, 3])
    subject.assign(weights(subject.card, generator))
    return _carries(subject, call(subject.card, options, generator, steps=2)) > rounding(subject.card.dtype)


def _told(bad: list[str]) -> str:
    return "; ".join(_WORDS[b] for b in bad) or "the same call twice gives the same numbers"


def gap_of(wanted: Arrays, got: Arrays) -> float:
    """Largest gap between parameters as assigned and as read back."""
    return max((gap(a, got[n]) for n, a in wanted.items()), default=0.0)


def _carries(subject: Subject, asked: Call) -> float:
    """How far a call without a state, repeated without going back, is from the first."""
    bare = replace(asked, h0=None)
    try:
        first = whole(subject.run(bare))
        second = whole(subject.run(replace(bare, carried=True)))
    except Trouble:  # it must be given a state
        return 0.0
    return gap(first, second)


def whole(run: Run) -> Array:
    """All that a run returned: the sequence where there is one, else the last state."""
    if run.outputs is not None:
        return run.outputs
    assert run.last is not None
    return run.last
