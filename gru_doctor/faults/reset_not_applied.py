"""GRU114 reset-not-applied: the candidate uses h where r ⊙ h belongs

What it does
    The reset gate is computed, or its weights are declared, but the candidate is made from the
    whole previous state. No reset parameter changes the output.

Why it matters
    The cell cannot drop what it no longer needs when it forms a candidate, and a third of its gate
    parameters never train. It still runs and still learns something, so nobody notices.

Example
    n = np.tanh(x @ Wn + h @ Un + bn)

Fix
    With reset before the product: n = np.tanh(x @ Wn + (r * h) @ Un + bn); with reset after it:
    n = np.tanh(x @ Wn + bn + r * (h @ Un + cn)).
"""

from __future__ import annotations

from dataclasses import replace

from gru_doctor.altering import RESET_BLOCKS, preactivation
from gru_doctor.equations.parts import memory, operand
from gru_doctor.fault import Fault

# Without r the two places of the reset are one equation; which one was meant cannot be told.
BARE = preactivation(
    "n",
    "x W_n + h U_n + b_n",
    lambda s: s.input("n") + s.recurrent("n"),
    (lambda s: s.recurrent("n"), lambda s: memory(s, "n")),
    (lambda s: s.times(s.h, "U_n"), lambda s: s.times(operand(s, "n"), "U_n")),
    (lambda s: s.h, lambda s: operand(s, "n")),
    silences=RESET_BLOCKS,
)
FAULT = Fault(
    code="GRU114",
    name="reset-not-applied",
    cell=(replace(BARE, erases=("reset",)),),
)
