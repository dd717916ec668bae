"""What naming hands on: the identity that explains the numbers, and the faults that were proven."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from gru_doctor.equations.gru import Equation
from gru_doctor.equations.reading import Identity
from gru_doctor.fault import Altered, Fault


@dataclass(frozen=True)
class Named:
    """A proven fault: the alteration, the codes of its class, and the two errors."""

    fault: Fault
    altered: Altered
    also: tuple[str, ...]
    error: float
    error_if_repaired: float


@dataclass(frozen=True)
class Explained:
    """The identity that explains the numbers, and the faults of the cell; `explained` is False
    where no equations reproduce them. `accepted`: what was named is unusual and no error, so that the
    altered equations are the ones to be held to. `ties` are others that the numbers cannot tell from it."""

    identity: Identity
    named: tuple[Named, ...]
    explained: bool
    equations: Mapping[str, Equation]
    accepted: bool = False
    ties: tuple[Explained, ...] = ()

    @property
    def published(self) -> bool:
        """Whether the GRU's own equations, none replaced, give the numbers: then its backward pass is
        the reference for theirs."""
        return self.explained and not self.named and self.identity.convention.variant is None
