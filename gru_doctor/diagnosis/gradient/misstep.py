"""Where a fault of a backward pass stands in the user's code."""

from __future__ import annotations

from collections.abc import Iterator
from functools import reduce

import numpy as np

from gru_doctor.closeness import recognised
from gru_doctor.diagnosis.gradient.applied import returned_for
from gru_doctor.diagnosis.gradient.gradients import GradientGuess
from gru_doctor.diagnosis.gradient.handing import assigned, falls_short, handed_on, last_word
from gru_doctor.diagnosis.gradient.packing import packing
from gru_doctor.diagnosis.gradient.reversal import Reversal
from gru_doctor.diagnosis.locating.flow import PASSED_ON, READ_OUT, Flow
from gru_doctor.diagnosis.locating.locate import origins
from gru_doctor.equations.backward import BLOCKS, RULES
from gru_doctor.records import Array, Site

Statement = tuple[str, int, int]


def misstep(stage: Reversal, guess: GradientGuess) -> int | None:
    """The node at fault.

    Between the steps: the last assignment to what is handed on. Within a step: where a value that only
    the altered pass makes comes from; else where arrays are packed in the wrong order; else the first
    value that neither pass explains; else what a custom Function returns for the value at fault; else, for
    what is missing, the last assignment to what falls short.
    """
    between = guess.code == "GRU216" if guess.slipped is None else not guess.slipped.rules
    if between and guess.block in BLOCKS:
        return handed_on(stage, guess.block)
    found = None if guess.factor == 0 else _source(stage, guess)
    if found is None and guess.slipped is None and guess.factor:
        found = _scaling(stage, guess.factor)
    found = _first_origin(stage) if found is None else found
    found = _multiple(stage, guess.factor) if found is None and guess.factor else found
    found = returned_for(stage, guess) if found is None else found
    return falls_short(stage) if found is None else found


def _source(stage: Reversal, guess: GradientGuess) -> int | None:
    """From the values that betray the fault up to where the first of them was made."""
    blocks = [n for n in guess.slipped.rules if n in BLOCKS] if guess.slipped else []
    unsummed = next((i for n in blocks if (i := _unsummed(stage, n)) is not None), None)
    if unsummed is not None:
        return unsummed
    made = sorted({_climbed(stage, i) for i in stage.betrayed})
    everywhere = guess.slipped is not None and len(guess.slipped.rules) == len(RULES)
    if everywhere and len(made) > 1:
        return _common(stage.flow, made) or made[0]
    if made:
        found = packing(stage, made[0])
        return made[0] if found is None else _climbed(stage, found)
    anchors = [i for name in blocks if (i := _returned(stage, name)) is not None]
    return min((_packed(stage, i) for i in anchors), default=None)


def _unsummed(stage: Reversal, block: str) -> int | None:
    """Where the shares of the samples, in use elsewhere as they are, are passed on by themselves in place
    of their sum."""
    place = stage.reading.places.get(block[1:])
    given = None if place is None else stage.given.get(place.parameter)
    if place is None or given is None or given.size == stage.due[place.parameter].size:
        return None
    nodes = (i for i in stage.flow.producing(given) if stage.flow.site(i).kind in PASSED_ON)
    return next((i for i in nodes if _bare(stage.flow, i) and _read_rightly(stage, i)), None)


def _bare(flow: Flow, i: int) -> bool:
    """Whether a reading is no part of an expression with a value of its own."""
    around = flow.around(i)
    if around is None or flow.site(around).statement != flow.site(i).statement:
        return True
    return flow.site(around).kind == "AugAssign"


def _packed(stage: Reversal, node: int) -> int:
    """Where the gates were put together wrongly behind a node, or where the node's own value comes from."""
    found = packing(stage, node)
    return _climbed(stage, node if found is None else found)


def _climbed(stage: Reversal, node: int) -> int:
    """Up the operands as long as one of them holds what the fault makes; a name that others read rightly
    ends the way: then it is this reading that is at fault."""
    expression = node
    while True:
        node = next(_altered_within(stage, node), -1)
        if node < 0:
            return expression
        site = stage.flow.site(node)
        alias = site.kind in PASSED_ON and site.target is not None
        if site.kind not in PASSED_ON or alias:
            expression = node
        if alias or _read_rightly(stage, node):
            return expression


def _altered_within(stage: Reversal, node: int) -> Iterator[int]:
    """The operands that hold what the fault makes; those of the same expression that have no name in
    either pass, and what holds several gates side by side, are looked through."""
    for j in stage.flow.sources(node):
        if stage.is_altered(j):
            yield j
        elif _transparent(stage, j, node):
            yield from _altered_within(stage, j)


def _transparent(stage: Reversal, j: int, node: int) -> bool:
    value, site, whole = stage.flow.value(j), stage.flow.site(j), stage.right.dout.size
    if site.function != stage.flow.site(node).function or stage.is_sound(j):
        return False
    if stage.flow.inside(j, node) and site.kind not in PASSED_ON:
        return True
    return value is not None and value.size in (2 * whole, 3 * whole)


def _read_rightly(stage: Reversal, i: int) -> bool:
    flow = stage.flow
    if flow.site(i).kind not in PASSED_ON:
        return False
    users = (_user(flow, j) for j in flow.readers(i))
    right = (k for k in users if k is not None and (stage.is_sound(k) or stage.is_due(k)))
    return any(not stage.is_altered(k) for k in right)


def _user(flow: Flow, i: int) -> int | None:
    """The expression that works with what node i reads: not its transpose alone."""
    around = flow.around(i)
    while around is not None and flow.site(around).kind in PASSED_ON:
        around = flow.around(around)
    return around


def _common(flow: Flow, nodes: list[int]) -> int | None:
    """The one statement whose values all these expressions read: there the cache is taken apart."""
    read = [dict(_reads(flow, i)) for i in nodes]
    shared: set[Statement] = reduce(set.__and__, (set(r) for r in read))
    return min((read[0][s] for s in shared), default=None)


def _reads(flow: Flow, node: int) -> Iterator[tuple[Statement, int]]:
    """Where the names and items within an expression were bound, in the same function."""
    for i in range(flow.moment(node).begin, node + 1):
        if flow.site(i).kind not in READ_OUT or flow.value(i) is None:
            continue
        bound = _unpacked(flow, i)
        if bound is not None and flow.site(bound).function == flow.site(node).function:
            yield _statement(flow.site(bound)), bound


def _unpacked(flow: Flow, i: int) -> int | None:
    taken = flow.unpacking(i)
    return taken if taken is not None else next(iter(flow.operands(i)), None)


def _statement(site: Site) -> Statement:
    return site.span.file, site.statement.line, site.statement.column


def _returned(stage: Reversal, block: str) -> int | None:
    """The expression that made the array in which the gradient of this block was returned; names break
    the tie where two arrays hold the same numbers."""
    place = stage.reading.places.get(block[1:])
    if place is None or place.parameter not in stage.given or block not in stage.altered:
        return _holding(stage, block)
    nodes = [assigned(stage.flow, i) for i in stage.flow.producing(stage.given[place.parameter])]
    last = last_word(place.parameter)
    named = [i for i in nodes if last in (stage.flow.site(i).target or "")]
    return next(iter(named or nodes), None)


def _holding(stage: Reversal, block: str) -> int | None:
    wanted = stage.wrong[block]
    nodes = range(len(stage.flow.trace.moments))
    values = ((i, stage.flow.value(i)) for i in nodes if stage.flow.site(i).kind not in PASSED_ON)
    return next((i for i, v in values if v is not None and _exactly(v, wanted)), None)


def _exactly(value: Array, wanted: Array) -> bool:
    return value.shape in (wanted.shape, wanted.T.shape) and recognised(
        np.abs(value).sum(), np.abs(wanted).sum()
    )


def _first_origin(stage: Reversal) -> int | None:
    """The earliest unexplained value behind any gradient that is itself unexplained."""
    strange = [array for array in stage.given.values() if not stage.known.explains(np.asarray(array))]
    found = [node for array in strange for node in origins(stage.flow, array, stage.known)]
    return _packed(stage, min(found)) if found else None


def _scaling(stage: Reversal, factor: float) -> int | None:
    """The first expression that multiplies something right by the factor of a fit."""
    return next((i for i in stage.after if stage.scales(i, factor)), None)


def _multiple(stage: Reversal, factor: float) -> int | None:
    """The first value that is a multiple of a right one, where the returned one is as well."""
    made = (i for i in stage.after if stage.flow.site(i).kind not in PASSED_ON)
    return next((i for i in made if stage.is_scaled(i, factor)), None)
