"""Which gate a difference belongs to that no known fault explains."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from gru_doctor.checks.gates import AWAKE
from gru_doctor.closeness import gap
from gru_doctor.diagnosis.locating.flow import Flow
from gru_doctor.diagnosis.locating.vocabulary import Vocabulary
from gru_doctor.equations.gru import Step
from gru_doctor.records import Array, Evidence

GENERIC = {
    "update": ("GRU101", "update-gate-wrong"),
    "reset": ("GRU102", "reset-gate-wrong"),
    "candidate": ("GRU103", "candidate-wrong"),
    "blend": ("GRU104", "blend-wrong"),
}
SAME = 1e-12


def first_gate(flow: Flow, right: Step, origins: Sequence[int], gates: Evidence) -> str:
    """The gate that the first wrong value spoils; else the first that the run never has right; else the
    first that is wrong by itself."""
    spoilt = _spoilt(flow, right, origins[0]) if origins else None
    return spoilt or _first_unseen(flow, right) or _first_wrong(gates)


def _spoilt(flow: Flow, right: Step, node: int) -> str | None:
    """The gate that alone, with constants, a wrong value is made of: it was right until then."""
    values = [v for i in flow.operands(node) if (v := flow.value(i)) is not None and np.ndim(v)]
    for name, gate in (("update", right.z), ("reset", right.r), ("candidate", right.n)):
        if values and all(_is(v, gate) for v in values):
            return name
    return None


def _is(value: Array, gate: Array) -> bool:
    return value.dtype.kind == "f" and value.size == gate.size and gap(value.ravel(), gate.ravel()) <= SAME


def _first_unseen(flow: Flow, right: Step) -> str | None:
    """The first equation whose value the run never had; None where the run shows no gate at all."""
    values = [m.value for m in flow.trace.moments if m.value is not None and m.value.dtype.kind == "f"]
    seen, s = Vocabulary(values), right
    shown = {"update": s.z in seen, "reset": s.r in seen, "candidate": s.n in seen}
    if not any(shown.values()):
        return None
    return next((name for name, there in shown.items() if not there), "blend")


def _first_wrong(gates: Evidence) -> str:
    """The first equation that is wrong by itself."""
    limit = gates.tolerance or 0.0
    for name in AWAKE:
        error = gates.parts.get(name)
        if error is not None and not error <= limit:
            return name
    return "blend"
