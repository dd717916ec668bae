"""GRU114 reset-not-applied: the candidate uses h where r ⊙ h belongs

What it does
    The reset gate is computed, or its weights are declared, but the candidate is made from the whole
    previous state. No reset parameter changes the output.

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

from gru_doctor.equations.gru import Step
from gru_doctor.fault import Altered, Fault, Pair
from gru_doctor.records import Array


def candidate(s: Step) -> Array:
    """n = tanh(x W_n + b_n + h U_n)"""
    return s.squash(s.input("n") + s.recurrent("n"))


def pairs(wrong: Step, right: Step) -> list[Pair]:
    """h U_n where (r ⊙ h) U_n, or r ⊙ (h U_n), belongs; and h itself where r ⊙ h does."""
    whole = wrong.times(wrong.h, "U_n")
    if right.convention.reset == "after":
        return [(wrong.recurrent("n"), right.r * right.recurrent("n"))]
    return [(whole, right.times(right.r * right.h, "U_n")), (wrong.h, right.r * right.h)]


FAULT = Fault(
    code="GRU114",
    name="reset-not-applied",
    cell=(
        Altered(
            {"candidate": candidate},
            gate="candidate",
            yours="n = tanh(x W_n + b_n + h U_n)",
            reference="n = tanh(x W_n + b_n + (r ⊙ h) U_n)",
            pairs=pairs,
            erases=("reset",),
            silences=("W_r", "U_r", "b_r", "c_r"),
        ),
    ),
)
