"""Declared biases that no gate uses: the code stores them and the output never moves."""

from __future__ import annotations

import numpy as np

from gru_doctor.checks.identifying.convention import Study
from gru_doctor.diagnosis.equations.cell import scene
from gru_doctor.diagnosis.equations.lacking import lacks
from gru_doctor.diagnosis.locating.flow import PASSED_ON, Flow
from gru_doctor.diagnosis.locating.place import Place, place, placed
from gru_doctor.equations.parts import total
from gru_doctor.equations.reading import Reading
from gru_doctor.explained import Explained
from gru_doctor.records import Array, Card, Finding, Options, Parameter
from gru_doctor.subject import Subject

ROW = "a row of "
CODE = "GRU111"


def dead_findings(subject: Subject, explained: Explained, study: Study, options: Options) -> list[Finding]:
    """A finding where the biases of all gates are silent although arrays, or rows, for them are stored.

    A bias missing in one gate alone is named with the equations; this is for all gates at once, where
    no sibling shows what the array is for.
    """
    if not explained.explained or any(named.fault.code == CODE for named in explained.named):
        return []
    reading = explained.identity.reading
    bare = not any(b[0] in "bc" for b in reading.places)
    letter = "b" if bare else "c"
    silent = _unread(study.silent, explained, subject.card)
    unused = (
        holders(silent, subject.card) or rows(reading, subject.card)
        if bare
        else seconds(silent, reading, subject.card)
    )
    if not unused:
        return []
    spot = _preactivation(subject, explained, letter, options)
    names = ", ".join(unused)
    return [
        placed(Finding(
            "GRU111", "dead-parameter", "error", "candidate",
            f"{names} is stored and no gate uses it: whatever is written there, the output stays",
            parameter=unused[0].removeprefix(ROW), expected="each gate adds its bias before the activation",
            remedy=f"add {names} here",
        ), spot)
    ]  # fmt: skip


def _unread(silent: tuple[str, ...], explained: Explained, card: Card) -> tuple[str, ...]:
    """The silent arrays but for matrices of a gate that a named fault makes dead, or that lacks its input:
    three inputs to a matrix are no three biases."""
    dead = {b for n in explained.named for b in n.altered.silences}
    dead |= {f"{kind}_{gate}" for kind, gate in lacks(explained.identity.reading)}
    kernels = {(card.input_size, card.hidden_size)} if dead & {"W_z", "W_r", "W_n"} else set()
    shapes = {p.name: p.shape for p in card.parameters}
    return tuple(n for n in silent if shapes[n] not in kernels)


def rows(reading: Reading, card: Card) -> list[str]:
    """The arrays that hold the rows of x and of h for their gates, and one row more that nothing reads."""
    return [f"{ROW}{p.name}" for p in card.parameters if _one_more(p, reading, card.hidden_size)]


def _one_more(parameter: Parameter, reading: Reading, hidden_size: int) -> bool:
    held = {b: p for b, p in reading.places.items() if p.parameter == parameter.name}
    gates = {b[2] for b in held}
    if not gates or held.keys() != {f"{kind}_{g}" for g in gates for kind in "WU"}:
        return False
    used = set().union(*(p.indices.ravel().tolist() for p in held.values()))
    return int(np.prod(parameter.shape)) - len(used) == hidden_size * len(gates)


def seconds(silent: tuple[str, ...], reading: Reading, card: Card) -> list[str]:
    """The silent arrays that can only be second biases of all gates: the live ones' own twin."""
    if any(b[0] == "c" for b in reading.places):
        return []
    shapes = {p.name: p.shape for p in card.parameters}
    live = {reading.places[b].parameter for b in reading.places if b[0] == "b"}
    packed = {shapes[n] for n in live if int(np.prod(shapes[n])) == 3 * card.hidden_size}
    return [n for n in silent if shapes[n] in packed]


def holders(silent: tuple[str, ...], card: Card) -> list[str]:
    """The silent arrays that can only be biases: one of 3H entries, or three of H."""
    h = card.hidden_size
    shapes = {p.name: tuple(n for n in p.shape if n != 1) for p in card.parameters if p.name in silent}
    packed = [n for n, s in shapes.items() if s in ((3 * h,), (3, h), (2, 3 * h))]
    single = [n for n, s in shapes.items() if s == (h,)]
    return packed or (single if len(single) >= 3 else [])


def _preactivation(subject: Subject, explained: Explained, letter: str, options: Options) -> Place | None:
    """Where the bias should be added: where the products with x (of a second bias, with h) of all gates
    are made at once, else where the candidate's sum is, else its activation."""
    stage = scene(subject, explained, options)
    s = stage.right
    operand, kind = (s.x, "W") if letter == "b" else (s.h, "U")
    products = [s.times(operand, f"{kind}_{g}") for g in "zrn"]
    whole = [np.broadcast_to(a, s.h.shape) for a in products]  # a gate may have no such weights
    values = (np.concatenate(whole, axis=-1), total(s, "n"), s.n)
    made = (_first(stage.flow, value) for value in values)
    node = next((n for n in made if n is not None), None)
    return None if node is None else place(stage.flow.site(node))


def _first(flow: Flow, value: Array) -> int | None:
    """The expression that makes a value; calls and slices around it only hand it on."""
    made = (n for n in flow.producing(value) if flow.site(n).kind not in PASSED_ON)
    return min(made, default=None)
