"""Constants that code adds to a gate's pre-activation, σ(a ± 1): a note, never a fault."""

from __future__ import annotations

import numpy as np

from gru_doctor.checks.identifying.knockout import Bench, Roles, bench
from gru_doctor.equations.reading import Reading
from gru_doctor.subject import Subject

LIMITS = (0.02, 0.98)
ROUND = 1e-6


def with_offsets(subject: Subject, roles: Roles, reading: Reading) -> Reading | None:
    """The reading with the offsets that the gates show at zero weights; None where there are none.

    With every weight zero and no offset a GRU returns h/2; σ(δ) h says what the update gate adds.
    """
    on = bench(subject, np.random.default_rng(13))
    subject.assign({p.name: np.zeros(p.shape) for p in subject.card.parameters})
    ratios = on.rest() / on.state
    offset = _logit(ratios)
    if offset is None or not reading.places:
        return None
    signs = [label.sign for label in roles.of("z").values()]
    found = {"b_z": offset if sum(signs) >= 0 else -offset}
    inner = _reset_offset(subject, on, roles, float(np.mean(ratios)))
    return Reading(reading.places, found | ({} if inner is None else {"b_r": inner}))


def _logit(ratios: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> float | None:
    """The offset that makes one constant share; None where it is no share, or one half."""
    share = float(np.mean(ratios))
    if not LIMITS[0] < share < LIMITS[1] or float(np.ptp(ratios)) > ROUND:
        return None
    offset = float(np.log(share / (1 - share)))
    near = round(offset)
    exact = float(near) if abs(offset - near) < ROUND else offset
    return exact if abs(exact) > ROUND else None


def _reset_offset(subject: Subject, on: Bench, roles: Roles, keep: float) -> float | None:
    """With the candidate's own recurrence at 1, n = tanh(σ(δ) h) says what the reset gate adds."""
    weights = {p.name: np.zeros(p.shape) for p in subject.card.parameters}
    for (name, index), label in roles.of("n", "U").items():
        if label.source == label.unit:
            weights[name].flat[index] = label.sign
    subject.assign(weights)
    candidate = (on.rest() - keep * on.state) / (1 - keep)
    with np.errstate(all="ignore"):
        return _logit(np.arctanh(candidate) / on.state)
