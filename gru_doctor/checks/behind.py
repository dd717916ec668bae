"""What every Subject shares that answers one step by way of the layer behind it."""

from __future__ import annotations

from dataclasses import dataclass

from gru_doctor.records import Array, Arrays, Card
from gru_doctor.subject import Subject


@dataclass(frozen=True)
class Behind:
    """The layer, its card and its arrays; how one step is had is for the kinds of it to say."""

    layer: Subject

    @property
    def card(self) -> Card:
        """The layer's, as a cell."""
        return self.layer.card

    def weights(self) -> dict[str, Array]:
        """See Subject."""
        return self.layer.weights()

    def assign(self, weights: Arrays) -> None:
        """See Subject."""
        self.layer.assign(weights)
