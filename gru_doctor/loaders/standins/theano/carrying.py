"""Shared variables that a scan updates: each step sees the value that the step before gave them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import torch

from gru_doctor.loaders.standins.values import plain


class Carried:
    """The variables updated so far, and the numbers they had before the scan."""

    def __init__(self) -> None:
        self.before: dict[Any, torch.Tensor] = {}

    def take(self, updates: Mapping[Any, Any]) -> None:
        """Give the variables their new numbers, for the next step."""
        new = [(shared, plain(value).to(shared.dtype).detach().clone()) for shared, value in updates.items()]
        for shared, value in new:
            self.before.setdefault(shared, shared.data)
            shared.data = value

    def restore(self) -> None:
        """The numbers from before: that updates stay is for the compiled function to do."""
        for shared, value in self.before.items():
            shared.data = value


@contextmanager
def carrying() -> Iterator[Carried]:
    """Within it updates are carried; what autograd saves of a variable is what it was at that step."""
    carried = Carried()
    with torch.autograd.graph.saved_tensors_hooks(_as_it_is, _as_it_was):
        try:
            yield carried
        finally:
            carried.restore()


def _as_it_is(tensor: torch.Tensor) -> torch.Tensor:
    return tensor.detach()  # which keeps the numbers when the variable gets others


def _as_it_was(tensor: torch.Tensor) -> torch.Tensor:
    return tensor
