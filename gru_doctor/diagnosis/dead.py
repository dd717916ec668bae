"""Declared biases that no gate uses: the code stores them and the output never moves."""

from __future__ import annotations

import numpy as np

from gru_doctor.checks.convention import Study
from gru_doctor.diagnosis.cell import scene
from gru_doctor.diagnosis.flow import PASSED_ON
from gru_doctor.diagnosis.place import Place, place
from gru_doctor.equations.parts import total
from gru_doctor.explained import Explained
from gru_doctor.records import Card, Finding, Options
from gru_doctor.subject import Subject

CODE = "GRU111"


def dead_findings(subject: Subject, explained: Explained, study: Study, options: Options) -> list[Finding]:
    """A finding where every bias a GRU could have is silent although arrays for it are stored.

    A bias missing in one gate alone is named with the equations; this is for all gates at once, where
    no sibling shows what the array is for.
    """
    if not explained.explained or any(b[0] in "bc" for b in explained.identity.reading.places):
        return []
    if any(named.fault.code == CODE for named in explained.named):
        return []
    unused = holders(study.silent, subject.card)
    if not unused:
        return []
    spot = _preactivation(subject, explained, options)
    names = ", ".join(unused)
    return [
        Finding(
            CODE, "dead-parameter", "error", "candidate",
            f"{names} is stored and no gate uses it: whatever is written there, the output stays",
            parameter=unused[0], expected="each gate adds its bias before the activation",
            actual=spot.statement if spot else None, remedy=f"add {names} here",
            span=spot.span if spot else None, source=spot.source if spot else (),
        )
    ]  # fmt: skip


def holders(silent: tuple[str, ...], card: Card) -> list[str]:
    """The silent arrays that can only be biases: one of 3H entries, or three of H."""
    h = card.hidden_size
    shapes = {p.name: tuple(n for n in p.shape if n != 1) for p in card.parameters if p.name in silent}
    packed = [n for n, s in shapes.items() if s in ((3 * h,), (3, h), (2, 3 * h))]
    single = [n for n, s in shapes.items() if s == (h,)]
    return packed or (single if len(single) >= 3 else [])


def _preactivation(subject: Subject, explained: Explained, options: Options) -> Place | None:
    """Where the bias should be added: where the inputs of all gates are made at once, else where the
    candidate's sum is, else its activation."""
    stage = scene(subject, explained, options)
    inputs = [stage.right.times(stage.right.x, f"W_{g}") for g in "zrn"]
    whole = [np.broadcast_to(a, stage.right.h.shape) for a in inputs]  # a gate may have no weights for x
    values = (np.concatenate(whole, axis=-1), total(stage.right, "n"), stage.right.n)
    made = (n for value in values for n in stage.flow.producing(value))
    node = next((n for n in made if stage.flow.site(n).kind not in PASSED_ON), None)
    return None if node is None else place(stage.flow.site(node))
