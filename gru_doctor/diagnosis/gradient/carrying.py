"""Where a backward pass over time loses what it should carry from step to step."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from gru_doctor.checks.pulled import Trial
from gru_doctor.diagnosis.gradient.gradients import GradientGuess
from gru_doctor.diagnosis.gradient.handing import assigned
from gru_doctor.diagnosis.gradient.reversal import holds
from gru_doctor.diagnosis.locating.flow import Flow
from gru_doctor.diagnosis.locating.loops import header_around
from gru_doctor.diagnosis.locating.place import Place, place
from gru_doctor.equations.chain import Chain, through
from gru_doctor.records import Array
from gru_doctor.subject import Subject


def carries(guess: GradientGuess, returns_state: bool) -> bool:
    """Whether a fault is about what is handed from step to step, not about one block's sum over them; where
    the gradient of the first state does not come back, a path into the state shows in nothing else."""
    if guess.block.startswith("dh.") and not returns_state:
        return True
    if guess.slipped is None:
        return guess.code == "GRU216" and guess.block in ("dx", "dh0")
    return guess.slipped.over_time is not None and guess.block == "dh.direct"


def carried(subject: Subject, made: Trial, chain: Chain) -> Place | None:
    """The place in the user's loop, of a recorded pass over several steps beside the right one."""
    subject.assign(made.weights)
    flow = Flow(subject.record(made.call, made.cotangent))
    last = through(chain.only(chain.steps - 1))
    batch = Passing(flow, chain.cotangents, through(chain).states, last.states)
    return batch.place() if batch.reads else batch.row.place()


@dataclass(frozen=True)
class Passing:
    """A recorded pass: `incoming` (T, B, H) is what each state's gradient gets from above; `states`
    (T + 1, B, H) are the right gradients of h0 and of the state after each step, `alone` those of what
    comes in at the last step by itself."""

    flow: Flow
    incoming: Array
    states: Array
    alone: Array
    _headers: dict[int, Place | None] = field(default_factory=dict)

    @property
    def row(self) -> Passing:
        """The same of the last sample, for code that is called row by row."""
        return Passing(self.flow, self.incoming[:, -1:], self.states[:, -1:], self.alone[:, -1:])

    @property
    def _steps(self) -> int:
        return len(self.incoming)

    @cached_property
    def reads(self) -> dict[int, int]:
        """By step, the first node that holds what comes in there; those within loops, where there are any."""
        found = [
            (s, i) for s, array in enumerate(self.incoming) if np.any(array) for i in self._holding(array)
        ]
        looped = [pair for pair in found if self._header(pair[1]) is not None]
        reads = dict(reversed(looped or found))
        for s in reversed(range(self._steps - 1)):
            again = self._again(reads[s + 1]) if s + 1 in reads and not np.any(self.incoming[s]) else None
            reads |= {} if again is None else {s: again}
        return reads

    def _again(self, node: int) -> int | None:
        """The next time that a place is come by: nothing comes in there, and zeros are no sign of it."""
        moments = self.flow.trace.moments
        return next((i for i in range(node + 1, len(moments)) if moments[i].site == moments[node].site), None)

    def _header(self, i: int) -> Place | None:
        site = self.flow.moment(i).site
        if site not in self._headers:
            self._headers[site] = header_around(self.flow.site(i).span)
        return self._headers[site]

    def _holding(self, wanted: Array, after: int = -1) -> Iterator[int]:
        for i in range(after + 1, len(self.flow.trace.moments)):
            value = self.flow.value(i)
            if value is not None and holds(value, wanted):
                yield i

    def _first(self, wanted: Array, after: int = -1) -> int | None:
        return next(self._holding(wanted, after), None)

    def place(self) -> Place | None:
        """The header of a loop that runs the wrong way or ends too soon; where the carry is emptied; else
        where a step takes what comes in from above and nothing else. `alone` is held in a pass that
        goes back from each output by itself."""
        order = sorted(self.reads, key=lambda s: self.reads[s])
        if len(order) > 1 and order == sorted(order) and self._header(self.reads[order[0]]):
            return self._header(self.reads[order[0]])
        lost = next((s for s in reversed(range(self._steps)) if self._lacks(s)), None)
        if lost is None:
            return None
        if lost not in self.reads:
            return self._ended(lost)
        apart = self._first(self.alone[lost]) if 0 < lost == self._steps - 2 else None
        if apart is not None:  # each output's gradient has a loop of its own
            return self._header(apart)
        node = self._taken(lost) or self._emptied(lost) or self._spoilt(lost)
        return place(self.flow.site(self.reads[lost] if node is None else node))

    def _lacks(self, s: int) -> bool:
        return self._first(self.states[s + 1]) is None

    def _ended(self, lost: int) -> Place | None:
        """Nothing comes in at this step: the loop is over, or takes what is carried alone."""
        handed = self._handed(lost)
        if handed is not None and self._times(handed) == self._steps:
            taken = self._first(self._carry(lost), after=handed)
            return place(self.flow.site(handed if taken is None else taken))
        headers = map(self._header, self.reads.values())
        return next((h for h in headers if h is not None), None)

    def _carry(self, s: int) -> Array:
        """What the step after hands to this one."""
        carry: Array = self.states[s + 1] - self.incoming[s]
        return carry

    def _times(self, node: int) -> int:
        """How often this place was come by."""
        return sum(m.site == self.flow.moment(node).site for m in self.flow.trace.moments)

    def _handed(self, s: int) -> int | None:
        """The last assignment to what the step after hands to this one."""
        if s + 1 >= self._steps:
            return None
        node = self._first(self._carry(s))
        return None if node is None else assigned(self.flow, node)

    def _beside(self, s: int) -> list[int]:
        """What stands in one expression with what comes in at a step."""
        around = self.flow.around(self.reads[s])
        return [] if around is None else [j for j in self.flow.operands(around) if j != self.reads[s]]

    def _taken(self, s: int) -> int | None:
        """Where nothing comes in, and so what is read is the carry: the last assignment to that."""
        read = self.flow.value(self.reads[s])
        carried = not np.any(self.incoming[s]) and read is not None and np.any(read)
        return assigned(self.flow, self.reads[s]) if carried else None

    def _spoilt(self, s: int) -> int | None:
        """The last assignment to what is added to it in place of the right carry."""
        size = self.incoming[s].size
        values = ((j, self.flow.value(j)) for j in self._beside(s))
        wrong = (j for j, v in values if v is not None and v.size == size and not holds(v, self._carry(s)))
        found = next(wrong, None)
        return None if found is None else assigned(self.flow, found)

    def _emptied(self, s: int) -> int | None:
        """Where zeros were put in the place of the carry, or where the carry was left lying."""
        added = [j for j in self._beside(s) if self._is_zero(j)]
        if not added:
            return None
        bound, handed = assigned(self.flow, added[0]), self._handed(s)
        return bound if handed is None or bound > handed else handed

    def _is_zero(self, i: int) -> bool:
        value = self.flow.value(i)
        return value is not None and value.dtype.kind == "f" and not np.any(value)
