"""The gates one by one: each against the reference with the others knocked out, then all together."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from gru_doctor.checks.identifying.convention import error
from gru_doctor.checks.identifying.kind import REFERENCED
from gru_doctor.checks.probe import Probe, probed, rerun
from gru_doctor.closeness import rounding
from gru_doctor.equations.gru import Equation
from gru_doctor.equations.reading import Identity
from gru_doctor.equations.variants import equations_of
from gru_doctor.explained import Explained
from gru_doctor.records import Array, Evidence, Kind, Options, Status
from gru_doctor.subject import Subject

AWAKE = {"update": "z", "candidate": "n", "reset": "rn", "blend": "zrn"}


def compare_gates(subject: Subject, explained: Explained, options: Options, kind: Kind = "gru") -> Evidence:
    """Evidence "gates": the largest error, and under `parts` that of each equation.

    update: only the update gate's blocks are not zero; candidate: only the candidate's; reset: reset
    and candidate; blend: everything. The worst of three draws counts.
    """
    if kind not in REFERENCED:
        return Evidence("gates", "skipped", detail=f"this is kind {kind}, which has no reference here")
    identity, limit = explained.identity, rounding(subject.card.dtype)
    steps = 1 if subject.card.takes_state else 3
    errors = dict.fromkeys(("update", "reset", "candidate", "blend"), 0.0)
    for draw in range(3):
        generator = np.random.default_rng([options.seed, 4, draw])
        probe = probed(subject, options, generator, steps)
        for name, gates in AWAKE.items():
            isolated = rerun(subject, probe, _only(identity, probe, gates))
            found = error(identity.reading, identity.convention, isolated, _healthy(explained))
            errors[name] = max(errors[name], found)
    worst = max(errors.values())
    status: Status = "pass" if worst <= limit else "fail"
    return Evidence("gates", status, worst, limit, detail=_detail(errors, limit), parts=dict(errors))


def _only(identity: Identity, probe: Probe, gates: str) -> dict[str, Array]:
    """The probe's weights with the blocks of the other gates at zero."""
    asleep = {b: p for b, p in identity.reading.places.items() if b[2] not in gates}
    quiet = {name: np.zeros(place.indices.shape) for name, place in asleep.items()}
    return identity.reading.scatter(quiet, probe.weights)


def _detail(errors: dict[str, float], limit: float) -> str:
    right = [name for name, e in errors.items() if e <= limit]
    if len(right) == len(errors):
        return "every equation equals the reference's"
    return f"right by itself: {', '.join(right)}" if right else "no equation agrees by itself"


def _healthy(explained: Explained) -> Mapping[str, Equation]:
    """The equations to be compared with: a named variant's own, else the GRU's."""
    return explained.equations if explained.accepted else equations_of(explained.identity.convention)
