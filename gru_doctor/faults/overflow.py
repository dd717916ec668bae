"""GRU501 overflow: large inputs give NaN or inf, or a warning

What it does
    An activation written by hand takes the exponential of a large number. In float64 exp overflows
    beyond 709, in float32 beyond 88. inf / inf is NaN. It is an error when NaN or inf comes out, and a
    warning when only a message does. But 1 / (1 + exp(-x)), which warns at -1000 and returns the right
    0, is no fault.

Why it matters
    One NaN spreads to every later step, and through the gradient to every weight. It happens late, when
    weights have grown or an input was not scaled, and far from the line that caused it.

Example
    def sigmoid(x):
        return np.exp(x) / (1 + np.exp(x))         # NaN at x = 1000

Fix
    def sigmoid(x):
        return 0.5 * (1 + np.tanh(0.5 * x))        # right and silent at any x
    scipy.special.expit and torch.sigmoid are safe as well, and so is np.tanh for a tanh of your own.
"""

from __future__ import annotations

from gru_doctor.fault import Fault

FAULT = Fault(code="GRU501", name="overflow")
