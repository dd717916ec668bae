"""GRU220 not-summed-over-batch: a parameter gradient keeps, averages or broadcasts over the batch

What it does
    The samples of a batch share the parameters, so their gradients add up. Here one block takes the
    mean where the others take the sum, or one sample only, or keeps a row for each sample, or sums
    over the units as well.

Why it matters
    At batch size 1 all is well. With more samples that block learns at another rate than the rest, or
    its shape no longer fits and broadcasting hides it.

Example
    dW = x.T @ da
    db = da.mean(axis=0)

Fix
    db = da.sum(axis=0), as the product x.T @ da sums over the batch by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

import numpy as np

from gru_doctor.equations.backward import RULES, Reverse, Rule
from gru_doctor.equations.formulas import formula
from gru_doctor.fault import Fault, Slipped
from gru_doctor.records import Array
from gru_doctor.slips import KINDS, WEIGHTS

Shares = Callable[[Array], Array]
"""What becomes of the shares of the samples, (B, H) for a bias and (B, rows, H) for a matrix."""

KEPT: Mapping[str, Shares] = {
    "averaged over the batch": lambda shares: shares.mean(axis=0),
    "taken from the first sample": lambda shares: shares[0],
    "taken from the last sample": lambda shares: shares[-1],
}
OF_BIASES: Mapping[str, Shares] = {
    "kept for each sample": lambda shares: shares,
    "summed over the units too": lambda shares: np.full(shares.shape[1], shares.sum()),
}


class _Sample(Reverse):
    """One sample of a batch, from the quantities of the whole."""

    def __init__(self, whole: Reverse, i: int) -> None:
        super().__init__(whole.step, whole.dout, whole.rules)
        self.whole, self.i = whole, i

    def __getitem__(self, name: str) -> Array:
        alone = np.zeros_like(self.whole[name])
        alone[self.i] = self.whole[name][self.i]
        return alone


def of_shares(name: str, keep: Shares, b: Reverse) -> Array:
    """The block made of the samples' shares"""
    return keep(np.stack([RULES[name](_Sample(b, i)) for i in range(len(b.dout))]))


def unsummed(what: str, names: tuple[str, ...], shown: str, keep: Shares) -> Slipped:
    """Blocks in which the samples are not summed"""
    rules: dict[str, Rule] = {name: partial(of_shares, name, keep) for name in names}
    yours = f"{what} is {shown}"
    reference = formula(what) if what in RULES else f"{what} is summed over the batch"
    return Slipped(rules, names[0], yours, reference)


GROUPS = {**{name: (name,) for name in WEIGHTS}, **KINDS}
BIASES = {what: names for what, names in GROUPS.items() if all(n[1] in "bc" for n in names)}

FAULT = Fault(
    code="GRU220",
    name="not-summed-over-batch",
    backward=(
        *(unsummed(w, n, shown, keep) for shown, keep in KEPT.items() for w, n in GROUPS.items()),
        *(unsummed(w, n, shown, keep) for shown, keep in OF_BIASES.items() for w, n in BIASES.items()),
    ),
)
