"""Among explanations that the numbers cannot tell apart: the one that the run itself speaks for.

Each is held against the recorded run; the one under which the user's code stays right the longest, and
is wrong in the fewest places, is what the author most likely meant.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from gru_doctor.closeness import recognised
from gru_doctor.diagnosis.equations.cell import Scene, known_of, locate, scene
from gru_doctor.diagnosis.locating.flow import PASSED_ON, Flow
from gru_doctor.diagnosis.locating.locate import origins
from gru_doctor.diagnosis.locating.vocabulary import Vocabulary
from gru_doctor.equations.backward import LETTERS
from gru_doctor.explained import Explained
from gru_doctor.records import Array, Options
from gru_doctor.subject import Subject

UPDATE, RESET = (
    re.compile(rf"^_*({word})(_?(t|g|gate))?$", re.I) for word in ("z|u|upd|update", "r|res|reset")
)


def settled(subject: Subject, explained: Explained, options: Options) -> Explained:
    """The explanation, or the one of its ties that is right for longest."""
    if not explained.ties:
        return explained
    found = [explained, *explained.ties]
    with np.errstate(all="ignore"):
        best = max(found, key=lambda e: _spoken_for(subject, e, codes(e) == codes(explained), options))
    return replace(best, ties=())


def codes(explained: Explained) -> tuple[str, ...]:
    """The codes of what is named."""
    return tuple(named.fault.code for named in explained.named)


def _spoken_for(subject: Subject, explained: Explained, usual: bool, options: Options) -> tuple[int, ...]:
    """How many gates the run belies, how many bear the other's name, how often a gate is read in the other's
    place, and the number of places that are wrong (negated, all); whether the codes are the usual ones for
    these numbers, and whether what is at fault makes a gate that is made twice; the index of the place at
    fault, or of the first wrong value where no fault has a name.

    Of one gate that is made twice the reads say nothing: where it is made is wrong, and the later place is
    taken for the copy.
    """
    stage = scene(subject, explained, options)
    wrong = origins(stage.flow, stage.output, known_of(stage.right, stage.apart))
    places = [locate(stage, named, explained) for named in explained.named]
    first = min((p for p in places if p is not None), default=wrong[0] if wrong else -1)
    copies = _copies(stage)
    inside = any(stage.flow.moment(i).begin <= first <= i for i in copies)
    read = (0, 0) if copies else (_mistaken(stage, explained), len(wrong))
    strange = _belied(stage, explained), _misnamed(stage), *read
    return *(-n for n in strange), int(usual), int(inside), first


def _belied(stage: Scene, explained: Explained) -> int:
    """Gates that the run should have computed and did not, gates said to be wrong that it has right, and
    whether one gate is said to have been computed twice, and was not, or the other way round."""
    if not explained.named:
        return 0
    values = (m.value for m in stage.flow.trace.moments if m.value is not None)
    seen = Vocabulary([v for v in values if v.dtype.kind == "f"])
    altered = {name for named in explained.named for name in named.altered.equations}
    wrong, right = stage.wrong, stage.right
    gates = (("update", wrong.z, right.z), ("reset", wrong.r, right.r), ("candidate", wrong.n, right.n))
    stored = [gate for gate in gates if f"U_{LETTERS[gate[0]]}" in right.weights]
    unseen = sum(due not in seen for _, due, _ in stored)
    made = (next(stage.flow.producing(true), None) for name, _, true in stored if name in altered)
    shown = sum(node is not None for node in made)
    return unseen + shown + (_one(stage) != bool(_twice(stage.flow, wrong.z)))


def _copies(stage: Scene) -> list[int]:
    """The expressions that make both gates where they are one in the user's numbers, and meant for two."""
    return _twice(stage.flow, stage.wrong.z) if _one(stage) else []


def _twice(flow: Flow, gate: Array) -> list[int]:
    """The expressions, none inside the other, that make a gate: several, or one that is read by two names
    where it is made; empty where neither is so."""
    made = _made(flow, gate)
    here = {flow.site(i).function for i in made}
    names = {flow.site(i).text for i in _read(flow, gate) if flow.site(i).function in here}
    return made if len(made) > 1 or len(names) > 1 else []


def _one(stage: Scene) -> bool:
    """Whether both gates are one in the user's numbers."""
    return recognised(stage.wrong.z, stage.wrong.r)


def _made(flow: Flow, gate: Array) -> list[int]:
    """The expressions, none inside the other, that make a gate."""
    made = [i for i in flow.producing(gate) if flow.site(i).kind not in PASSED_ON]
    return [i for i in made if not any(i != j and flow.moment(j).begin <= i < j for j in made)]


def _mistaken(stage: Scene, explained: Explained) -> int:
    """How often the run reads a gate for the one that it is not: the update gate on the way to the
    candidate, the reset gate after it; where one gate serves as both, only for the one it was altered to."""
    made = min(stage.flow.producing(stage.wrong.n), default=None)
    if made is None:
        return 0
    early = sum(i < made for i in _read(stage.flow, stage.wrong.z))
    late = sum(i > made for i in _read(stage.flow, stage.wrong.r))
    if not _one(stage):
        return early + late
    resets = any(named.altered.gate == "reset" for named in explained.named)
    return early if resets else late


def _misnamed(stage: Scene) -> int:
    """How many gates the file calls by the other's name: where one gate is read in both places, no number
    tells which of the two it is."""
    update, reset = (_names(stage.flow, gate) for gate in (stage.wrong.z, stage.wrong.r))
    return _calls(update, RESET, UPDATE) + _calls(reset, UPDATE, RESET)


def _calls(names: Sequence[str], other: re.Pattern[str], own: re.Pattern[str]) -> bool:
    """Whether a gate goes by a name of the other and by none of its own."""
    return any(map(other.match, names)) and not any(map(own.match, names))


def _names(flow: Flow, gate: Array) -> list[str]:
    """What the file calls a gate where it is made."""
    made = (flow.site(i).target or "" for i in flow.producing(gate) if flow.site(i).kind not in PASSED_ON)
    return [name for name in made if name]


def _read(flow: Flow, gate: Array) -> list[int]:
    """Where a name that holds the gate is read."""
    return [i for i in flow.producing(gate) if flow.site(i).kind in PASSED_ON]
