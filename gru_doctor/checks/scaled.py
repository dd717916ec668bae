"""A cell in which a bias multiplies what it should be added to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from gru_doctor.checks.behind import Behind
from gru_doctor.records import Array, Arrays, Card, Trace
from gru_doctor.subject import Call, Edit, Gradient, Repeated, Run


@dataclass(frozen=True)
class Unscaled(Behind):
    """A Subject as it is with ones in some of its arrays, which it then does not show."""

    factors: tuple[str, ...]

    @property
    def card(self) -> Card:
        """The cell's, without the factors."""
        card = self.layer.card
        return replace(card, parameters=tuple(p for p in card.parameters if p.name not in self.factors))

    def weights(self) -> dict[str, Array]:
        """See Subject."""
        return {name: a for name, a in self.layer.weights().items() if name not in self.factors}

    def assign(self, weights: Arrays) -> None:
        """See Subject."""
        ones = {p.name: np.ones(p.shape) for p in self.layer.card.parameters if p.name in self.factors}
        self.layer.assign({**weights, **ones})

    def run(self, call: Call) -> Run:
        """See Subject."""
        return self.layer.run(call)

    def sweep(self, call: Call, edits: Sequence[Edit]) -> Array:
        """See Subject."""
        return self.layer.sweep(call, edits)

    def gradient(self, call: Call, cotangent: Array) -> Gradient:
        """See Subject."""
        return self.layer.gradient(call, cotangent)

    def repeated(self, call: Call, cotangent: Array) -> Repeated:
        """See Subject."""
        return self.layer.repeated(call, cotangent)

    def record(self, call: Call, cotangent: Array | None = None) -> Trace:
        """See Subject."""
        return self.layer.record(call, cotangent)
