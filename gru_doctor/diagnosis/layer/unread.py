"""Arrays of a stack, or of one of two directions, that nothing reads: another stands in their place."""

from __future__ import annotations

import numpy as np

from gru_doctor.checks.arrangement import Assembly
from gru_doctor.diagnosis.locating.declared import declared
from gru_doctor.diagnosis.locating.place import placed
from gru_doctor.fault import coded
from gru_doctor.records import Array, Finding, Target
from gru_doctor.subject import Composed

DEAD = "GRU111"


def unread(whole: Composed, assembly: Assembly, target: Target) -> list[Finding]:
    """GRU111 for the arrays that leave every output as it is whatever is written there, where the layers are
    put together in no way that is known."""
    if assembly.found is not None:
        return []
    before = _outputs(whole, assembly)
    names = [p.name for p in whole.card.parameters]
    dead = [n for n in names if np.array_equal(before, _outputs(whole, assembly, without=n))]
    if not dead:
        return []
    finding = Finding(
        DEAD, coded(DEAD).name, "error", None,
        f"{', '.join(dead)} is stored and nothing reads it: another layer's stands in its place, or none",
        parameter=dead[0], expected="each layer and direction reads arrays of its own",
        remedy=f"read {dead[0]} where the other layer's array is read",
    )  # fmt: skip
    return [placed(finding, declared(target.path, target.name, dead))]


def _outputs(whole: Composed, assembly: Assembly, without: str | None = None) -> Array:
    """What the whole returns; with zeros for one of its arrays, if one is named."""
    held = {n: np.zeros_like(a) if n == without else a for n, a in assembly.weights.items()}
    whole.assign(held)
    run = whole.run(assembly.call)
    parts = [a.ravel() for a in (run.outputs, run.last) if a is not None]
    whole.assign(assembly.weights)
    return np.concatenate(parts)
