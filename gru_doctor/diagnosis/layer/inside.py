"""A layer whose loop spoils what its cell makes, seen as the value inside the loop that is still right.

Without weights a gated cell halves its state. Where the layer does not return that half though the run
shows it, something comes between the cell and what is returned: the expression that had it is asked
for the step in place of the layer. Nothing is judged here; the whole layer is compared later as it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from gru_doctor.checks.behind import Behind
from gru_doctor.closeness import gap
from gru_doctor.diagnosis.locating.flow import PASSED_ON, Flow
from gru_doctor.errors import NotExamined
from gru_doctor.records import Array
from gru_doctor.subject import Call, Edit, Run, Subject

LARGE = 3.0
"""States up to here, so that a bound on them, or a tanh, shows."""
HALF = 1e-6
"""How near to half a state, in the layer's own precision."""
TRIED = 2


@dataclass(frozen=True)
class Inside(Behind):
    """A Subject whose one step is the value that an expression has in the layer behind it: the
    `turn`-th time, counted from 0, that the expression at `site` is evaluated."""

    site: int
    turn: int

    def run(self, call: Call) -> Run:
        """The expression's value (B, H), as a run of one step."""
        moments = [m for m in self.layer.record(call).moments if m.site == self.site]
        value = moments[self.turn].value if self.turn < len(moments) else None
        wanted = (call.xs.shape[1], self.card.hidden_size)
        state = None if value is None else shaped(value, wanted)
        if state is None:
            raise NotExamined("the expression in the loop has no state in this call")
        return Run(None, state)

    def sweep(self, call: Call, edits: Sequence[Edit]) -> Array:
        """See Subject: no knock-outs are made inside a loop, where each costs a recorded run."""
        raise NotExamined("the arrays of a step inside a loop are read off the run")


def shaped(value: Array, wanted: tuple[int, int]) -> Array | None:
    """A recorded value as (B, H), None where it is no such array."""
    if value.dtype.kind != "f":
        return None
    bare = value.reshape([n for n in value.shape if n != 1] or [1])
    thin = tuple(n for n in wanted if n != 1) or (1,)
    if bare.shape == thin:
        return bare.reshape(wanted)
    return bare.T if bare.shape == thin[::-1] else None


def insides(layer: Subject) -> Iterator[Inside]:
    """The last expressions that halve the state of a layer without weights that does not return it."""
    card = layer.card
    if card.level != "layer" or not card.takes_state:
        return
    generator = np.random.default_rng(11)
    h = generator.uniform(-LARGE, LARGE, (3, card.hidden_size))
    asked = Call(generator.uniform(-1.0, 1.0, (1, 3, card.input_size)), h)
    layer.assign({p.name: np.zeros(p.shape) for p in card.parameters})
    if _returned(layer.run(asked), h / 2):
        return
    flow = Flow(layer.record(asked))
    sites = [m.site for m in flow.trace.moments]
    halved = [
        i for i in range(len(sites)) if flow.site(i).kind not in PASSED_ON and _is(flow.value(i), h / 2)
    ]
    for i in halved[::-1][:TRIED]:
        yield Inside(layer, sites[i], sites[:i].count(sites[i]))


def _returned(run: Run, state: Array) -> bool:
    given = [v for v in (run.outputs, run.last) if v is not None]
    return all(_is(value, state) for value in given)


def _is(value: Array | None, state: Array) -> bool:
    found = None if value is None else shaped(value, state.shape)
    return found is not None and gap(found, state) <= HALF
