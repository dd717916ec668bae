"""GRU307 time-reversed: the output, or the last state, is in reverse order

What it does
    The loop runs from the end, the outputs are returned in the order of a reverse loop, or the last
    state of a reverse run is looked for at the wrong end. A gradient list that is gathered from the
    last step back and returned as it is belongs here too.

Why it matters
    Step t of the output speaks of step T − t of the input. A layer that should see the past alone sees
    the future, so its training score is too good and it fails when it is used step by step.

Example
    for t in reversed(range(T)):
        h = cell(x[t], h)
        outputs.append(h)

Fix
    Run forward; for a reverse direction reverse the outputs once more (outputs[::-1]) and take the
    state after the last step that was run.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

import numpy as np

from gru_doctor.equations.backward import Rule
from gru_doctor.equations.bptt import SequenceGradient
from gru_doctor.equations.chain import Chain, through
from gru_doctor.equations.layer import Returned, Sequence
from gru_doctor.fault import Fault, Slipped, Strayed
from gru_doctor.strays import around, at

BACKWARDS = at(lambda steps: list(range(steps))[::-1])
INPUT_ONLY = at(lambda steps: list(range(steps))[::-1], masks=False)


def flipped(returned: Returned, s: Sequence) -> Returned:
    """The outputs in reverse order"""
    return replace(returned, outputs=returned.outputs[::-1])


def flipped_and_last(returned: Returned, s: Sequence) -> Returned:
    """The outputs in reverse order, and what then stands at their end"""
    return Returned(returned.outputs[::-1], returned.outputs[0])


def first_as_last(returned: Returned, s: Sequence) -> Returned:
    """The outputs in the order of the run, and the first of them as the last state"""
    return replace(returned, last=returned.outputs[0])


def only_last(returned: Returned, s: Sequence) -> Returned:
    """The outputs are right; the last state is that of a reverse run"""
    return replace(returned, last=around(BACKWARDS)(s).last)


def flipped_pieces(k: int, returned: Returned, s: Sequence) -> Returned:
    """The outputs of each piece of k steps in reverse order"""
    pieces = [returned.outputs[t : t + k][::-1] for t in range(0, len(returned.outputs), k)]
    return replace(returned, outputs=np.concatenate(pieces)) if pieces else returned


def rolled(returned: Returned, s: Sequence) -> Returned:
    """Every sample's units in reverse order: the wrong axis was flipped"""
    return Returned(returned.outputs[:, :, ::-1], returned.last[:, ::-1])


def gathered(chain: Chain, rules: Mapping[str, Rule]) -> SequenceGradient:
    """dx listed from the last step back"""
    whole = through(chain, rules)
    return replace(whole, xs=whole.xs[::-1])


def fed_reversed(chain: Chain, rules: Mapping[str, Rule]) -> SequenceGradient:
    """The gradient of the outputs is read from the wrong end"""
    return through(replace(chain, cotangents=np.ascontiguousarray(chain.cotangents[::-1])), rules)


PIECES = (2, 3)
FORWARD = "for t in range(T)"

FAULT = Fault(
    code="GRU307",
    name="time-reversed",
    backward=(
        Slipped({}, "dx.update", "dx is listed from the last step back", "dx[t] of step t", None, gathered),
        Slipped({}, "dh.direct", "dout[T − 1 − t] at step t", "dout[t] at step t", None, fed_reversed),
    ),
    sequence=(
        Strayed(around(BACKWARDS), "for t in reversed(range(T))", FORWARD),
        Strayed(around(BACKWARDS, flipped), "outputs of a reverse run, put in order", FORWARD),
        Strayed(around(BACKWARDS, flipped_and_last), "last = outputs[-1] of a reverse run", FORWARD),
        Strayed(around(BACKWARDS, first_as_last), "last = outputs[0] of a reverse run", FORWARD),
        Strayed(around(INPUT_ONLY), "x = x[::-1]; the mask is not reversed", FORWARD),
        Strayed(around(INPUT_ONLY, flipped), "x = x[::-1]; the mask is not reversed", FORWARD),
        Strayed(around(after=flipped), "outputs = states[::-1]", "outputs = states"),
        Strayed(around(after=flipped_and_last), "outputs = states[::-1]", "outputs = states"),
        Strayed(around(after=only_last), "last = the state of a reverse run", "last = states[-1]"),
        *(
            Strayed(
                around(after=partial(flipped_pieces, k)), f"each {k} outputs reversed", "outputs = states"
            )
            for k in PIECES
        ),
        Strayed(around(after=rolled), "the units are reversed", "outputs = states"),
    ),
)
