"""The reference as a Subject at the sizes that the tests probe with."""

from __future__ import annotations

from typing import Any, cast

from gru_doctor.records import Biases, Convention, Orientation
from gru_doctor.reference import CONVENTIONS, PACKINGS, Arrangement, Reference, Stored

D, H = 3, 7

__all__ = ["CONVENTIONS", "PACKINGS", "D", "H", "Reference", "arranged", "reference"]


def arranged(
    biases: str, packing: str = "separate", order: str = "zrn", orientation: str = "x @ W"
) -> Stored:
    """The arrays of a cell of D inputs and H units."""
    return Arrangement(D, H, packing, order, cast(Orientation, orientation)).stored(cast(Biases, biases))


def reference(
    convention: Convention | None = None,
    packing: str = "separate",
    order: str = "zrn",
    orientation: str = "x @ W",
    **options: Any,
) -> Reference:
    """A Subject of a convention, packed as told; the options are the fields of `Reference`."""
    arrangement = Arrangement(D, H, packing, order, cast(Orientation, orientation))
    return Reference(convention or Convention(), arrangement, **options)
