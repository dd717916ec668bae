"""GRU401 does-not-memorize: the task is never learned, where the reference learns it

What it does
    A token is marked somewhere inside a sequence and must be named after the last step. The loss of
    your layer stays near that of guessing, log K for K tokens, or stops on the way down, while the
    reference, on the same sequences and where possible from the same weights, learns the task.

Why it matters
    This is what "it does not learn" looks like from outside: weights and data are not to blame, the
    code is. It is a symptom, and so a warning beside the finding that causes it: a state that is
    not carried, the wrong step returned, a path of the gradient cut.

Example
    for t in range(T):
        h = cell(x[t], h0)         # the state never passes from one step to the next

Fix
    Put right the first finding of the report, above this one, and check again. Here:
    h = cell(x[t], h), with h = h0 before the loop.
"""

from __future__ import annotations

from gru_doctor.fault import Fault

FAULT = Fault(code="GRU401", name="does-not-memorize", severity="warning")
