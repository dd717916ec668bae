"""Of T + 1 states, the initial one may come first or last."""

from typing import Any

import pytest

LAYER = """
import numpy as np
class Layer:
    def __init__(self, n_in, n_hid):
        self.W, self.U = np.zeros((n_hid, n_in)), np.zeros((n_hid, n_hid))
    def forward(self, x, s0):
        T = len(x)
        s = np.zeros((T + 1, len(s0)))
        s[START] = s0
        for t in range(T):
            s[t + SHIFT] = np.tanh(self.W @ x[t] + self.U @ s[t + SHIFT - 1])
        return s
"""


@pytest.mark.parametrize(("start", "shift", "skip"), [("0", "1", 1), ("-1", "0", -1)])
def test_the_initial_state_is_left_out(loads: Any, start: str, shift: str, skip: int) -> None:
    subject = loads(LAYER.replace("START", start).replace("SHIFT", shift), "Layer")
    assert subject._caller.plan.outputs.skip == skip
