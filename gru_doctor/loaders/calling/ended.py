"""A layer of which the last state alone is asked for, though the code keeps all of them."""

from __future__ import annotations

from dataclasses import replace

from gru_doctor.errors import CallTrouble
from gru_doctor.loaders.calling.caller import Caller, Injection
from gru_doctor.loaders.calling.inputs import Inputs
from gru_doctor.loaders.calling.plan import Plan
from gru_doctor.subject import Run


class Ended(Caller):
    """Calls the layer as before; what is read of its states is the last."""

    def __init__(self, whole: Caller) -> None:
        leaf = whole.plan.outputs
        if leaf is None:
            raise ValueError("it returns no sequence")
        last = replace(leaf, axes=leaf.axes.replace("T", ""), skip=0)
        super().__init__(whole.built, replace(whole.plan, outputs=None, last=last), whole.inject)
        self.whole = whole

    def again(self, plan: Plan, inject: Injection | None = None) -> Ended:
        """See Caller."""
        own = self.whole.plan
        return Ended(self.whole.again(replace(plan, outputs=own.outputs, last=own.last), inject))

    def read(self, inputs: Inputs) -> Run:
        """See Caller."""
        run = self.whole.read(inputs)
        if run.outputs is None or not len(run.outputs):
            raise CallTrouble("no state came back")
        return Run(None, run.outputs[-1], run.shape)
