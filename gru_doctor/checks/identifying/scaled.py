"""A cell in which a bias multiplies what it should be added to."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from gru_doctor.checks.behind import Behind
from gru_doctor.records import Array, Arrays, Card


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
