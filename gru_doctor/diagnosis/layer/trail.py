"""A recorded run over time: its values, the steps found in it, and what was right."""

from __future__ import annotations

from dataclasses import dataclass, replace

from gru_doctor.checks.sequence import Walk
from gru_doctor.diagnosis.layer.taken import Taken, Values
from gru_doctor.diagnosis.locating.flow import Flow
from gru_doctor.equations.layer import Returned


@dataclass(frozen=True)
class Trail:
    """A recorded run over time: its values, the steps found in it, and what was right."""

    values: Values
    steps: list[Taken]
    seen: Walk

    @property
    def flow(self) -> Flow:
        """The recorded run as a graph."""
        return self.values.flow

    @property
    def count(self) -> int:
        """T, how many steps there should be."""
        return len(self.seen.sequence.xs)


def alone(seen: Walk) -> Walk:
    """The last sample of a walk by itself: what takes one at a time never holds the numbers of a batch."""
    s, run, right = seen.sequence, seen.probe.run, seen.right
    mask = None if s.mask is None else s.mask[:, -1:]
    outputs = None if run.outputs is None else run.outputs[:, -1:]
    last = None if run.last is None else run.last[-1:]
    return replace(
        seen,
        probe=replace(seen.probe, run=replace(run, outputs=outputs, last=last)),
        sequence=replace(s, xs=s.xs[:, -1:], h0=s.h0[-1:], mask=mask),
        right=Returned(right.outputs[:, -1:], right.last[-1:]),
    )
