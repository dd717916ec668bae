"""GRU218 detached: the graph is cut and a gradient does not arrive

What it does
    .detach(), .data, a round trip through NumPy, a new tensor made from an old one, no_grad or
    stop_gradient stands in the path, or a custom backward returns None for an argument. A gate, the
    state or a parameter then gets no gradient, or only part of it.

Why it matters
    Nothing raises as long as some path is left. The part behind the cut keeps its initial values for
    ever; a state cut between the steps cannot learn anything over time.

Example
    n = torch.tanh(self.xn(x) + self.hn(r * h.detach()))

Fix
    Use the tensor itself. Detach between chunks of a long sequence only, and say so in its options.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from gru_doctor.equations.backward import Rule
from gru_doctor.equations.bptt import SequenceGradient
from gru_doctor.equations.chain import Chain, through, windows
from gru_doctor.fault import Fault, Slipped
from gru_doctor.slips import DH, WEIGHTS, multiplied

CUT_OFF: Mapping[str, tuple[str, ...]] = {
    "the update gate": ("da_z",),
    "the reset gate": ("da_r",),
    "the candidate": ("da_n",),
    "z in the blend": ("difference",),
    "n in the blend": ("dn",),
    "r in the candidate": ("dr",),
    "r ⊙ h": ("do",),
    "h in the blend": ("dh.direct",),
    "h in r ⊙ h": ("dh.candidate",),
    "h in the update gate": ("dh.update",),
    "h in the reset gate": ("dh.reset",),
    "h in both gates": ("dh.update", "dh.reset"),
    "h in every gate and the candidate": ("dh.candidate", "dh.update", "dh.reset"),
    "the old state": DH,
    **{f"the parameter {name[1:]}": (name,) for name in WEIGHTS},
}


def between_steps(chain: Chain, rules: Mapping[str, Rule]) -> SequenceGradient:
    """The state is detached after each step"""
    return windows(chain, [(t, t + 1) for t in range(chain.steps)], rules)


def last_state(chain: Chain, rules: Mapping[str, Rule]) -> SequenceGradient:
    """The stored outputs are detached, the state that is carried is not"""
    return through(chain.only(chain.steps - 1), rules)


def stored(chain: Chain, rules: Mapping[str, Rule]) -> SequenceGradient:
    """Everything that is returned is detached"""
    return through(replace(chain, cotangents=np.zeros_like(chain.cotangents)), rules)


FAULT = Fault(
    code="GRU218",
    name="detached",
    backward=(
        *(
            multiplied(names, 0.0, f"{what} is cut from the graph", f"{what} passes its gradient on")
            for what, names in CUT_OFF.items()
        ),
        *(
            Slipped({}, "dh.direct", yours, "the graph is whole", over_time=cut)
            for yours, cut in {
                "the state is cut from the graph between the steps": between_steps,
                "all outputs but the last are cut from the graph": last_state,
                "every output is cut from the graph": stored,
            }.items()
        ),
    ),
)
