"""Padding put into the input itself, for a layer that knows it there: a token, or an input of zeros."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gru_doctor.loaders.axes import Floats, lengths
from gru_doctor.loaders.building.lookup import Table
from gru_doctor.subject import Call


@dataclass(frozen=True)
class Blank:
    """What stands for padding: a token, or, where no tokens are taken, an input of zeros; `counted` says that
    the code counts it, and so knows it at the end of a sequence alone."""

    token: int = 0
    counted: bool = False

    def vectors(self, call: Call) -> Floats:
        """xs (T, B, D), of zeros where the mask is."""
        return call.xs if call.mask is None else call.xs * self._real(call.mask)[..., None]

    def numbers(self, call: Call, table: Table) -> NDArray[Any]:
        """The tokens (T, B) under which the table has the vectors; that of padding, which stands for zeros,
        where the mask is zero."""
        tokens = table.filled(call.xs)
        if call.mask is None:
            return tokens
        table.clear(self.token)
        return np.where(self._real(call.mask) > 0, tokens, self.token)

    def _real(self, mask: Floats) -> Floats:
        if self.counted:
            lengths(mask)  # refuses padding between real steps
        return mask
