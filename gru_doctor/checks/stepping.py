"""A layer whose way over time is wrong, seen as the cell inside it.

Where one step of a layer cannot be had by running it on one input (it drops a step, or holds where it
should move), two or three equal inputs or a mask of zeros may give just that step. Nothing is judged
here: the cell is only looked for, and the whole layer is compared later as it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from gru_doctor.checks.behind import Behind
from gru_doctor.errors import NotExamined
from gru_doctor.records import Array
from gru_doctor.subject import Call, Edit, Run, Subject


@dataclass(frozen=True)
class Stepping(Behind):
    """A Subject that answers a call of one step by another call of the layer behind it."""

    repeat: int
    pick: int
    masked: bool

    def run(self, call: Call) -> Run:
        """The picked state of the longer call, as a run of one step."""
        found = self.layer.run(self.asked(call))
        states = found.outputs if found.outputs is not None and len(found.outputs) else None
        state = states[min(self.pick, len(states) - 1)] if states is not None else found.last
        return Run(None, state)

    def sweep(self, call: Call, edits: Sequence[Edit]) -> Array:
        """See Subject; one edit after the other."""
        kept, states = self.layer.weights(), []
        for edit in edits:
            changed = kept[edit.name].copy()
            changed.flat[edit.index] = edit.value
            self.layer.assign({edit.name: changed})
            states.append(self.run(call).last)
            self.layer.assign({edit.name: kept[edit.name]})
        whole: Array = np.stack([s for s in states if s is not None])
        return whole

    def asked(self, call: Call) -> Call:
        """Equal inputs, or one under a mask of zeros."""
        xs = np.repeat(call.xs, self.repeat, axis=0)
        mask = np.zeros(xs.shape[:2]) if self.masked else call.mask
        return replace(call, xs=xs, mask=mask)


@dataclass(frozen=True)
class Ending(Stepping):
    """The same, by the final state that stands beside a sequence: what is stored may be wrong."""

    def run(self, call: Call) -> Run:
        """The final state of the call."""
        last = self.layer.run(self.asked(call)).last
        if last is None:
            raise NotExamined("it returns no state beside its sequence")
        return Run(None, last)


def steppings(layer: Subject) -> Iterator[Stepping]:
    """Other ways to one step of a layer that can be given a state."""
    if layer.card.level != "layer" or not layer.card.takes_state:
        return
    if layer.card.takes_mask:
        yield Stepping(layer, 1, 0, True)
    yield Stepping(layer, 2, 0, False)
    yield Stepping(layer, 2, 1, False)
    yield Stepping(layer, 3, 1, False)
    yield Ending(layer, 1, 0, False)
