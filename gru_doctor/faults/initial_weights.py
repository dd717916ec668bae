"""GRU404 initial-weights: from these first weights nothing learns, the reference neither

What it does
    Every weight begins at zero, or every unit of the layer begins with the same weights. Your code
    and the reference both fail from there, so the equations are not to blame.

Why it matters
    If the output layer begins at zero too, no gradient arrives at all. If it begins alike for all
    units, they all get the same gradient and stay alike for ever: a layer of 128 units is then one
    unit. Only a random output layer tells them apart.

Example
    self.W = np.full((D, 3 * H), 0.1)
    self.U = np.full((H, 3 * H), 0.1)

Fix
    k = 1 / np.sqrt(H)             # as PyTorch does
    self.W = rng.uniform(-k, k, (D, 3 * H))
    self.U = rng.uniform(-k, k, (H, 3 * H))
    Biases may begin at zero.
"""

from __future__ import annotations

from gru_doctor.fault import Fault

FAULT = Fault(code="GRU404", name="initial-weights", severity="warning")
