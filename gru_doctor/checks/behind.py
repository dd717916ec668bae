"""What every Subject shares that answers a call by way of the layer behind it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from gru_doctor.records import Array, Arrays, Card, Trace
from gru_doctor.subject import Call, Edit, Gradient, Repeated, Run, Subject


@dataclass(frozen=True)
class Behind:
    """The layer as it is: each kind of it says what differs, be it the call that the layer gets, its
    answer, or the arrays that it shows."""

    layer: Subject

    @property
    def card(self) -> Card:
        """See Subject."""
        return self.layer.card

    def asked(self, call: Call) -> Call:
        """The call that the layer gets in place of this one."""
        return call

    def weights(self) -> dict[str, Array]:
        """See Subject."""
        return self.layer.weights()

    def assign(self, weights: Arrays) -> None:
        """See Subject."""
        self.layer.assign(weights)

    def run(self, call: Call) -> Run:
        """See Subject."""
        return self.layer.run(self.asked(call))

    def sweep(self, call: Call, edits: Sequence[Edit]) -> Array:
        """See Subject."""
        return self.layer.sweep(self.asked(call), edits)

    def gradient(self, call: Call, cotangent: Array) -> Gradient:
        """See Subject."""
        return self.layer.gradient(self.asked(call), cotangent)

    def repeated(self, call: Call, cotangent: Array) -> Repeated:
        """See Subject."""
        return self.layer.repeated(self.asked(call), cotangent)

    def record(self, call: Call, cotangent: Array | None = None) -> Trace:
        """See Subject."""
        return self.layer.record(self.asked(call), cotangent)
