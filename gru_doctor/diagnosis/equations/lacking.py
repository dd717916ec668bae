"""Gates that are made without the input or without the state, where no array for it is stored."""

from __future__ import annotations

from collections.abc import Iterator

from gru_doctor.checks.identifying.reading import GATES, NAMES
from gru_doctor.diagnosis.equations.cell import Scene, known_of, scene
from gru_doctor.diagnosis.locating.callers import blamed
from gru_doctor.diagnosis.locating.flow import PASSED_ON
from gru_doctor.diagnosis.locating.place import Place, place, placed
from gru_doctor.equations.parts import total
from gru_doctor.equations.reading import Reading
from gru_doctor.explained import Explained
from gru_doctor.fault import coded
from gru_doctor.records import Finding, Options
from gru_doctor.subject import Subject

TERMS = {"U": ("GRU112", "no recurrent term", "h U_{g}"), "W": ("GRU113", "no input term", "x W_{g}")}


def lacking_findings(subject: Subject, explained: Explained, options: Options) -> list[Finding]:
    """A warning for each gate without a term that its siblings have; a published variant has none."""
    if not explained.explained or explained.named or explained.identity.convention.variant:
        return []
    missing = list(lacks(explained.identity.reading))
    if not missing:
        return []
    stage = scene(subject, explained, options)
    return [_warned(stage, kind, gate) for kind, gate in missing]


def lacks(reading: Reading) -> Iterator[tuple[str, str]]:
    """(kind of block, gate) of each term that one gate lacks and another has."""
    for kind in TERMS:
        there = {g for g in GATES if f"{kind}_{g}" in reading.places}
        made = {block[2] for block in reading.places}
        yield from ((kind, g) for g in GATES if there and g in made - there)


def _warned(stage: Scene, kind: str, gate: str) -> Finding:
    code, told, term = TERMS[kind]
    fault = coded(code)
    spot = _made_at(stage, gate)
    added = term.format(g=gate)
    return placed(Finding(
        code, fault.name, "warning", NAMES[gate],
        f"the {NAMES[gate]} gate has {told}, and the file stores no array for it: a variant, if it is meant",
        expected=f"{gate} with {added}",         remedy=f"add {added} here, if it is not meant",
    ), spot)  # fmt: skip


def _made_at(stage: Scene, gate: str) -> Place | None:
    """Where the sum before the activation, else the gate itself, is first made."""
    values = (total(stage.right, gate), {"z": stage.right.z, "r": stage.right.r, "n": stage.right.n}[gate])
    flow, known = stage.flow, known_of(stage.right, stage.apart)
    made = (n for value in values for n in sorted(flow.producing(value)))
    node = next((n for n in made if flow.site(n).kind not in PASSED_ON), None)
    return None if node is None else place(flow.site(blamed(flow, node, node, known)))
