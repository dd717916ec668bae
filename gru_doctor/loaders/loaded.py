"""The Subject in the worker: a built object, its plan, its parameters and its tape."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np

from gru_doctor.errors import NotExamined
from gru_doctor.loaders.arrays.slots import Slot
from gru_doctor.loaders.calling.caller import Caller
from gru_doctor.loaders.recording.tape import Tape
from gru_doctor.loaders.trying.parts import Part
from gru_doctor.records import Array, Arrays, Card, Trace
from gru_doctor.subject import Call, Edit, Gradient, Repeated, Run


class Differentiator(Protocol):
    """Whatever gives gradients: a hand-written backward, or a framework's autograd."""

    def gradient(self, call: Call, cotangent: Array) -> Gradient:
        """See Subject."""
        ...

    def repeated(self, call: Call, cotangent: Array) -> Repeated:
        """See Subject."""
        ...


class Loaded:
    """A loaded GRU; answers the Subject Protocol in this process."""

    def __init__(
        self,
        card: Card,
        caller: Caller,
        slots: Sequence[Slot],
        tape: Tape,
        differentiator: Differentiator | None,
        parts: tuple[Part, ...] = (),
    ) -> None:
        self.card = card
        self._caller, self._tape = caller, tape
        self._slots = {s.name: s for s in slots}
        self._differentiator = differentiator
        self._parts = parts

    def weights(self) -> dict[str, Array]:
        """See Subject."""
        return {name: slot.read() for name, slot in self._slots.items()}

    def assign(self, weights: Arrays) -> None:
        """See Subject."""
        for name, array in weights.items():
            self._slots[name].write(array)

    def run(self, call: Call) -> Run:
        """See Subject."""
        return self._caller.run(call)

    def sweep(self, call: Call, edits: Sequence[Edit]) -> Array:
        """See Subject."""
        states = [self._edited(call, edit) for edit in edits]
        return np.stack(states) if states else np.zeros((0, 0, 0))

    def _edited(self, call: Call, edit: Edit) -> Array:
        slot = self._slots[edit.name]
        kept = slot.read()
        changed = kept.copy()
        changed.flat[edit.index] = edit.value
        slot.write(changed)
        try:
            return final(self.run(call))
        finally:
            slot.write(kept)

    def part(self, number: int, like: int, call: Call) -> Run:
        """See Composed."""
        return self._parts[like].run(call, self._parts[number].whole)

    def gradient(self, call: Call, cotangent: Array) -> Gradient:
        """See Subject."""
        if self._differentiator is None:
            raise NotExamined("the code has no backward pass")
        return self._differentiator.gradient(call, cotangent)

    def repeated(self, call: Call, cotangent: Array) -> Repeated:
        """See Subject."""
        if self._differentiator is None:
            raise NotExamined("the code has no backward pass")
        return self._differentiator.repeated(call, cotangent)

    def record(self, call: Call, cotangent: Array | None = None) -> Trace:
        """See Subject."""
        with self._tape.recording() as moments:
            if cotangent is None:
                self.run(call)
            else:
                self.gradient(call, cotangent)
        used = {m.site for m in moments}
        return Trace({n: s for n, s in self._tape.sites.items() if n in used}, tuple(moments))


def final(run: Run) -> Array:
    """The last state (B, H) of a run; a sequence is asked first, for a wrong final state beside it is
    a fault of its own."""
    if run.outputs is not None and len(run.outputs):
        last: Array = run.outputs[-1]
        return last
    if run.last is None:
        raise NotExamined("the object returns no state")
    return run.last
