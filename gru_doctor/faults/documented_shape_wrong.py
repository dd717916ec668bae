"""GRU507 documented-shape-wrong: the docstring promises another shape than the code gives

What it does
    A docstring, a comment or an annotation states the shape of an argument or a result, and the code
    takes or returns another: time and batch swapped, T + 1 steps for T, a last state without its axis.

Why it matters
    Whoever believes the text feeds (batch, time) where (time, batch) is read. With two axes to swap
    the shapes often still fit, and the layer then takes one sample for the next step of another.

Example
    def forward(self, x):
        # returns hs: (batch, time, hidden)
        ...
        return np.stack(hs)             # (time, batch, hidden)

Fix
    return np.stack(hs, axis=1), or correct the text, whichever the callers rely on.
"""

from __future__ import annotations

from gru_doctor.fault import Fault

FAULT = Fault(code="GRU507", name="documented-shape-wrong", severity="warning")
