"""Two declared parameters that are one array, and the statement that made them so."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from gru_doctor.checks.identifying.convention import error
from gru_doctor.checks.probe import probed
from gru_doctor.closeness import rounding
from gru_doctor.diagnosis.locating.declared import declared
from gru_doctor.diagnosis.locating.flow import Flow
from gru_doctor.diagnosis.locating.place import Place, place, placed
from gru_doctor.equations.gru import healthy
from gru_doctor.explained import Explained
from gru_doctor.records import Finding, Options
from gru_doctor.subject import Subject


def shared(subject: Subject, options: Options) -> Finding:
    """What is one array under two names: it stands where the last of these names was given its array."""
    names = [p.name for p in subject.card.parameters]
    drawn = {p.name: np.full(p.shape, float(k + 1)) for k, p in enumerate(subject.card.parameters)}
    subject.assign(drawn)
    read = subject.weights()
    moved = [n for n in names if not np.array_equal(read[n], drawn[n])]
    last = {n: float(read[n].flat[0]) for n in moved}
    groups = [f"{n} is {names[int(v) - 1]}" for n, v in last.items() if 0 < v <= len(names)]
    told, seen = "; ".join(groups) or ", ".join(moved), "; ".join(groups)
    one = {*moved, *(names[int(v) - 1] for v in last.values() if 0 < v <= len(names))}
    spot = _given_at(subject, moved[-1], one, options) if moved else None
    return placed(Finding(
        "GRU121", "shared-parameter", "error", None,
        f"two parameters are one array ({told}): a change of one moves both",
        parameter=moved[0] if moved else None, expected="an array of its own for each parameter",
        actual=seen, remedy="make an array for each, or copy it where it is stored",
    ), spot, seen)  # fmt: skip


def right_as_shared(subject: Subject, explained: Explained, options: Options) -> bool:
    """Whether the published equations give the numbers, once what is one array holds the same in both places:
    then a gate with another's weights is no more than that."""
    probe = probed(subject, options, np.random.default_rng([options.seed, 8]))
    held = replace(probe, weights=subject.weights())
    identity = explained.identity
    return error(identity.reading, healthy(identity.convention), held) <= rounding(subject.card.dtype)


def _given_at(subject: Subject, parameter: str, names: set[str], options: Options) -> Place | None:
    """The last statement that binds one of these names, or that of the list it is in; where none does,
    the last place that reads the parameter."""
    probe = probed(subject, options, np.random.default_rng([options.seed, 8]))
    flow = Flow(subject.record(probe.call))
    node = next(flow.producing(subject.weights()[parameter]), None)
    site = flow.site(node or 0)  # a module's own weight is read nowhere in the file
    bound = declared(site.span.file, site.function.split(".")[0], names)
    return bound or (None if node is None else place(site))
