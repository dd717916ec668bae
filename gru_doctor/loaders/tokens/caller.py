"""Calls code that takes tokens: canonical arrays in, canonical arrays out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from gru_doctor.errors import CallTrouble
from gru_doctor.loaders.axes import laid
from gru_doctor.loaders.building.construct import Built
from gru_doctor.loaders.calling.caller import Caller, Injection
from gru_doctor.loaders.calling.inputs import Inputs, Step
from gru_doctor.loaders.calling.plan import Plan
from gru_doctor.loaders.calling.probing import whole
from gru_doctor.loaders.recording.tape import Tape
from gru_doctor.loaders.tokens.onehot import Writer, tokens
from gru_doctor.records import Array
from gru_doctor.subject import Call


class TokenCaller(Caller):
    """Row by row; `off` moves the targets, to tell what depends on them."""

    def __init__(self, built: Built, plan: Plan, tape: Tape, inject: Injection | None = None) -> None:
        super().__init__(built, plan, inject)
        self.tape = tape
        self.off = 0
        self._sites: set[int] = set()  # where one-hot vectors were met so far

    def again(self, plan: Plan, inject: Injection | None = None) -> TokenCaller:
        """See Caller."""
        return TokenCaller(self.built, plan, self.tape, inject)

    def values(self, call: Call, leaf: Callable[[Any], Any] = lambda a: a) -> Inputs:
        """See Caller."""
        if self._sites and not call.carried and not self.tape.is_recording:
            inputs, missed = self._once(call, leaf, self._sites)
            if not missed:
                return inputs
        return self._once(call, leaf, None)[0]

    def _once(self, call: Call, leaf: Callable[[Any], Any], sites: set[int] | None) -> tuple[Inputs, bool]:
        """One call, and whether a step's vector was not met at these sites (None: anywhere)."""
        if not call.carried:
            self.memory.restore()
        h = None if call.h0 is None else leaf(self.native(laid(call.h0, "BH", self.plan.h_axes)))
        x = leaf(self.native(laid(call.xs, "TBD", "TD")))
        ids = tokens(len(call.xs), self.built.sizes.d)
        writer = Writer(self.built.framework, ids, x)
        with self.tape.watching(writer, sites):
            value = self.invoke(Step(self._numbers(ids), h, None, call))
        self._sites |= writer.sites
        if ids and not writer.written and sites is None:
            raise CallTrouble("no one-hot vector of its input was seen")
        return Inputs([x], h, [value]), len(writer.written) < len(ids)

    def read_states(self, call: Call) -> Array:
        """The states (T, 1, H) of one row, or, where only the last comes back, that one (1, H)."""
        return whole(self.read(self.values(call)))

    def _numbers(self, ids: list[int]) -> Any:
        return list(ids) if self.plan.listed else self.native(np.array(ids, dtype=np.int64))

    def _argument(self, name: str, role: str, step: Step) -> Any:
        if role == "targets":
            last = self.built.sizes.d - 1
            return self._numbers([last - (t + 1) * self.off % last for t in range(len(step.call.xs))])
        return super()._argument(name, role, step)
