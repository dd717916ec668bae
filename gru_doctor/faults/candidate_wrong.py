"""GRU103 candidate-wrong: the candidate differs, and no named fault explains it

What it does
    Both gates are right, and the candidate is the first quantity that differs from its equation.
    None of the known faults gives these numbers.

Why it matters
    The candidate is all that is new in the state: what the cell writes is wrong.

Example
    n = np.tanh(x @ Wn + (r * np.sqrt(np.abs(h))) @ Un + bn)

Fix
    n = np.tanh(x @ Wn + (r * h) @ Un + bn), or, with reset after the product,
    n = np.tanh(x @ Wn + bn + r * (h @ Un + cn)).
"""

from __future__ import annotations

from gru_doctor.fault import Fault

FAULT = Fault(code="GRU103", name="candidate-wrong")
